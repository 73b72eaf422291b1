import type { ApiCall, JobReport } from '@stt-webhooks/core/provider'
import type { SmallestAiEvent } from '../index.ts'
import type { SmallestAiLoggedDelivery } from '../payload.ts'
import { createLastAttempts } from './attempts.ts'
import { isCompletion, isOver, toJobReport } from './job-report.ts'
import { earliestInLogs, type Logs, loggedAt } from './logs.ts'

type Reports = readonly JobReport<SmallestAiEvent>[]

/** A job is in the log of requests before its webhook is in that of deliveries; surely not by more, in milliseconds. */
const longestMs = 24 * 60 * 60_000

/**
 * The jobs whose webhook did not arrive, each page for at most one request. There is no list of jobs: the log of deliveries tells which webhooks
 * failed, and has to be read as far as `since` before anything can be told, because a later attempt may have succeeded, so that its pages are
 * empty ones; the log of requests has the texts, is read no further than to the last of them, and not at all if there are none. Jobs whose webhook
 * arrived are left out.
 * @throws WebhookError `api_answer`, and what the client throws
 */
export async function* listJobs(logs: Logs, since: Date, { signal }: ApiCall): AsyncGenerator<Reports> {
  const attempts = createLastAttempts()
  for await (const page of logs.deliveries(earliestInLogs(since.getTime()), signal)) {
    attempts.add(page)
    yield []
  }
  const missing = attempts.missing()
  const isLost = (one: SmallestAiLoggedDelivery): boolean => isOver(one) && isCompletion(one)
  const others = missing.filter((one) => !isLost(one))
  if (others.length > 0) yield others.map((delivery) => toJobReport({ jobId: delivery.request_id, delivery }))
  yield* withTexts(logs, missing.filter(isLost), signal)
}

async function* withTexts(
  logs: Logs,
  deliveries: readonly SmallestAiLoggedDelivery[],
  signal: AbortSignal,
): AsyncGenerator<Reports> {
  if (deliveries.length === 0) return
  const lost = new Map(deliveries.map((delivery) => [delivery.request_id, delivery]))
  const earliest = deliveries.reduce((time, one) => Math.min(time, loggedAt(one)), Number.POSITIVE_INFINITY)
  for await (const requests of logs.requests(earliest - longestMs, signal)) {
    const reports = requests.flatMap((request) => {
      const jobId = request.request_id
      const delivery = lost.get(jobId)
      lost.delete(jobId)
      return delivery === undefined ? [] : [toJobReport({ jobId, request, delivery })]
    })
    yield reports
    if (lost.size === 0) return
  }
  yield [...lost].map(([jobId, delivery]) => toJobReport({ jobId, delivery }))
}
