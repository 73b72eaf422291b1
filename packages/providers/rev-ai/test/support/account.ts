import type { ApiClientOptions } from '@stt-webhooks/api-client'
import { type ManualClock, manualClock } from '@stt-webhooks/api-client/testing'
import type { JobName, JobReport, ProviderApi } from '@stt-webhooks/core/provider'
import type { RevAiApiOptions, RevAiEvent } from '@stt-webhooks/rev-ai'
import { fakeApi, type RevAiFakeApi } from '@stt-webhooks/rev-ai/testing'
import { onTestFinished } from 'vitest'
import { createRevAiApi } from '../../src/api.ts'
import { canary } from './bench.ts'

type Report = JobReport<RevAiEvent>

export interface Account {
  readonly api: RevAiFakeApi
  readonly clock: ManualClock
  /** For a client of a test's own. */
  readonly client: ApiClientOptions
  pages(since?: Date, signal?: AbortSignal): AsyncIterator<readonly Report[]>
  /** Every page, to the end. */
  list(since?: Date): Promise<readonly Report[]>
  get(job: JobName): Promise<Report | undefined>
}

const now = Date.UTC(2026, 10, 21, 12)

/** A time so many hours ago, as the account sees it. */
export function ago(hours: number): Date {
  return new Date(now - hours * 3_600_000)
}

/** An account whose jobs can be listed, on a fake API, with pauses that are over at once. */
export async function account(
  options: RevAiApiOptions = {},
  today: () => number = () => now,
): Promise<Account> {
  const api = await fakeApi({ apiKey: canary, region: options.region, now: today })
  onTestFinished(() => api.close())
  const clock = manualClock()
  const { listJobs, getJob }: ProviderApi<RevAiEvent> = createRevAiApi(
    { apiKey: canary, ...options, transport: api.transport },
    clock,
  )
  const never = new AbortController().signal
  function pages(since = ago(24 * 30), signal = never): AsyncIterator<readonly Report[]> {
    if (listJobs === undefined) throw new Error('there is no list')
    return listJobs(since, { signal })[Symbol.asyncIterator]()
  }
  return {
    api,
    clock,
    client: {
      provider: 'rev-ai',
      base: 'https://api.rev.ai',
      authorize: () => ({ authorization: `Bearer ${canary}` }),
      transport: api.transport,
      clock,
    },
    pages,
    async list(since) {
      const reports: Report[] = []
      const iterator = pages(since)
      for (let page = await iterator.next(); !page.done; page = await iterator.next())
        reports.push(...page.value)
      return reports
    },
    async get(job) {
      if (getJob === undefined) throw new Error('no job can be asked for')
      return await getJob(job, { signal: never })
    },
  }
}
