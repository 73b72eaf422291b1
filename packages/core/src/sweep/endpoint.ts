import type { JobReport, Provider, ProviderApi } from '../contract.ts'
import { isWebhookError, type WebhookErrorCode } from '../error.ts'
import type { AnyEvent } from '../event.ts'
import type { Inbox } from '../inbox/contract.ts'
import { entryOf } from '../inbox/entry.ts'
import { type ExpectedJob, type JobLedger, transition } from '../inbox/jobs.ts'
import { describeError } from '../receiver/report.ts'
import { endId, lostEvent, overdueEvent, reportedEvent } from './events.ts'
import { noteEvent } from './expected.ts'
import type { EndpointSweep, Undelivered } from './options.ts'

export interface EndpointParts {
  readonly inbox: Inbox
  readonly ledger: JobLedger
  readonly signal: AbortSignal
  readonly dryRun: boolean
  /** Waits before a request for a single job. */
  turn(): Promise<void>
  now(): number
  isWanted(event: AnyEvent): boolean
}

const batch = 100
const minute = 60_000
/** How much of the service's memory may pass before somebody is told that a job has no end. */
const shareOfRetention = 0.85

/** One sweep of one endpoint. */
export function createEndpointSweep(
  provider: Provider,
  parts: EndpointParts,
): {
  run(since: Date): Promise<void>
  /** What came of it so far. */
  result(): Pick<EndpointSweep, 'listed' | 'found' | 'failed' | 'undelivered'>
} {
  const { ledger, inbox, signal, now, dryRun } = parts
  const { endpoint, answers } = provider
  const api: ProviderApi = provider.api ?? {}
  const found: AnyEvent[] = []
  const undelivered: Undelivered[] = []
  let listed = 0
  let failed = 0

  async function emit(event: AnyEvent): Promise<void> {
    if (event.type !== 'transcript.overdue' && !parts.isWanted(event)) return
    if (dryRun) {
      found.push(event)
      return
    }
    const [acceptance] = await inbox.accept(undefined, [entryOf(event)])
    await noteEvent(ledger, event)
    if (acceptance === 'accepted') found.push(event)
  }

  /** Takes what the service says of a job that nobody has heard the end of. */
  async function take(report: JobReport | undefined): Promise<void> {
    if (report?.notification?.delivered === false) {
      undelivered.push({ jobId: report.jobId, reason: report.notification.reason })
    }
    // What only a body names cannot be told apart from what has arrived.
    if (report?.event !== undefined && report.event.key !== 'body') {
      await emit(reportedEvent(provider, report.event, now()))
    }
  }

  async function ask(jobId: string, product?: string): Promise<JobReport | undefined> {
    await parts.turn()
    return await api.getJob?.({ jobId, product }, { signal })
  }

  /** One job that cannot be read must not hold up the others. */
  async function each<T>(items: Iterable<T>, work: (item: T) => Promise<void>): Promise<void> {
    for (const item of items) {
      try {
        await work(item)
      } catch (error) {
        if (stopsAll(error)) throw error
        failed++
      }
    }
  }

  async function list(since: Date): Promise<void> {
    for await (const page of api.listJobs?.(since, { signal }) ?? []) {
      listed += page.length
      const ended = page.filter((report) => report.state === 'ended' && isPast(report))
      const ids = new Map(ended.map((report) => [endId(provider, report.jobId, report.product), report]))
      const unknown = await ledger.unknown([...ids.keys()])
      await each(unknown, async (id) => {
        const report = ids.get(id)
        if (report === undefined) return
        await take(report.event === undefined ? await ask(report.jobId, report.product) : report)
      })
      if (!dryRun)
        await each(
          page.filter(({ state }) => state !== 'ended'),
          noteReport,
        )
    }
  }

  /** The service's own tries must be over: what it still delivers needs no help. */
  function isPast({ endedAt }: JobReport): boolean {
    return endedAt === undefined || Date.parse(endedAt) + answers.windowMs <= now()
  }

  async function noteReport({ jobId, state }: JobReport): Promise<void> {
    await ledger.update({ endpoint, jobId }, (known) =>
      known === undefined
        ? undefined
        : state === 'deleted'
          ? transition(known, 'deleted', 'sweep')
          : checked(transition(known, 'running', 'sweep')),
    )
  }

  /** A job that is asked for again and again is asked for less and less. */
  function checked(job: ExpectedJob): ExpectedJob {
    return { ...job, checks: job.checks + 1, checkAt: now() + Math.min(2 ** (job.checks + 1), 60) * minute }
  }

  async function askForExpected(): Promise<void> {
    for (;;) {
      const due = await ledger.open(endpoint, now(), batch)
      await each(due, check)
      if (due.length < batch || dryRun) return
    }
  }

  async function check(job: ExpectedJob): Promise<void> {
    // First, so that a job that cannot be read does not stay the first in line.
    if (!dryRun) await ledger.update(job, (known) => known && checked(known))
    if (await hasArrived(job)) return
    const { jobId } = job
    if (jobId === undefined)
      return await overdue(job, 'its id was never learnt, and no list shows its reference')
    if (api.getJob === undefined) return await overdue(job, 'the service cannot be asked for it')
    const report = await askOrTell(job, jobId)
    if (report === 'unknown') return
    if (report === undefined) return await emit(lostEvent(provider, { ...job, jobId }, now()))
    if (report.state === 'ended') return await takeEnd(job, report)
    if (!dryRun && report.state === 'deleted') return await noteReport(report)
    const retention = api.retentionMs ?? Number.POSITIVE_INFINITY
    if (now() - Date.parse(job.submittedAt) > retention * shareOfRetention) {
      await overdue(job, 'the service still works on it and will soon forget it')
    }
  }

  async function takeEnd(job: ExpectedJob, report: JobReport): Promise<void> {
    await take(report)
    if (report.event !== undefined || dryRun) return
    if (report.notification?.delivered !== true)
      return await overdue(job, 'the service does not say how it ended')
    // The webhook arrived, and nothing in it named the job.
    await ledger.update(job, (known) => known && transition(known, 'ended', 'webhook'))
  }

  async function askOrTell(job: ExpectedJob, jobId: string): Promise<JobReport | undefined | 'unknown'> {
    try {
      return await ask(jobId, job.product)
    } catch (error) {
      // What the service answers may be better next time; that it has no answer to give will stay so.
      if (stopsAll(error) || (isWebhookError(error) && error.code === 'api_answer')) throw error
      await overdue(job, `the service cannot be asked for it (${describeError(error)})`)
      return 'unknown'
    }
  }

  /** Its webhook came, and the process ended before the job was told. */
  async function hasArrived({ jobId, product = api.mainProduct }: ExpectedJob): Promise<boolean> {
    if (jobId === undefined || product === undefined) return false
    const id = endId(provider, jobId, product)
    if ((await ledger.unknown([id])).length > 0) return false
    const entry = await inbox.query?.get(id)
    if (entry?.event !== undefined && !dryRun) await noteEvent(ledger, entry.event)
    return true
  }

  async function overdue(job: ExpectedJob, reason: string): Promise<void> {
    if (job.overdue) return
    await emit(overdueEvent(provider, job, reason, now()))
    if (!dryRun) await ledger.update(job, (known) => known && { ...known, overdue: true })
  }

  /** Refused deliveries named these jobs. Anyone can send such a delivery, so nothing of it is believed but that asking may help. */
  async function askForHinted(): Promise<void> {
    if (api.getJob === undefined || dryRun) return
    const hinted = await ledger.takeHints(endpoint)
    for (const [index, jobId] of hinted.entries()) {
      try {
        const report = await ask(jobId)
        if (report?.state === 'ended') await take(report)
      } catch (error) {
        if (!stopsAll(error)) continue
        for (const other of hinted.slice(index)) await ledger.hint(endpoint, other)
        throw error
      }
    }
  }

  return {
    async run(since) {
      await list(since)
      await askForHinted()
      await askForExpected()
    },
    result: () => ({ listed, found, failed, undelivered }),
  }
}

const global: readonly WebhookErrorCode[] = [
  'api_unavailable',
  'api_key_missing',
  'api_key_refused',
  'unsafe_url',
  'overloaded',
  'not_stored',
]

/** True for trouble of the whole service, or of our own; false for what is wrong with one job. */
function stopsAll(error: unknown): boolean {
  return !isWebhookError(error) || global.includes(error.code)
}
