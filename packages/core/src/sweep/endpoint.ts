import type { JobReport, Provider, ProviderApi } from '../contract.ts'
import type { AnyEvent } from '../event.ts'
import { entryOf } from '../inbox/entry.ts'
import type { EndpointParts } from './endpoint-work.ts'
import { endId, reportedEvent } from './events.ts'
import { noteEvent } from './expected.ts'
import { createLateJobs } from './late.ts'
import type { EndpointSweep, Undelivered } from './options.ts'
import { stopsAll } from './stops-all.ts'

/** Hinted jobs that one sweep asks for. */
const hintsPerSweep = 100

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
  const late = createLateJobs(provider, parts, { emit, take, ask, noteStored, each })

  async function emit(event: AnyEvent): Promise<void> {
    if (event.type !== 'transcript.overdue' && !parts.isWanted(event)) return
    if (dryRun) {
      found.push(event)
      return
    }
    const [acceptance] = await inbox.accept(undefined, [entryOf(event)])
    // A webhook may have been faster than the question: then the end is its news.
    if (acceptance !== 'accepted') return await noteStored(event.id)
    found.push(event)
    await noteEvent(ledger, event)
  }

  async function noteStored(id: string): Promise<void> {
    const entry = await inbox.query?.get(id)
    // What is pending is told once it is known in full, which it may not be yet.
    if (entry?.event === undefined || entry.state === 'pending' || dryRun) return
    await noteEvent(ledger, entry.event)
  }

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

  async function each<T>(items: Iterable<T>, work: (item: T) => Promise<void>): Promise<void> {
    for (const item of items) {
      signal.throwIfAborted()
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
      const unended = page.filter(({ state }) => state !== 'ended')
      if (!dryRun) await each(unended, late.hear)
    }
  }

  /** The service's own tries must be over: what it still delivers needs no help. */
  function isPast({ endedAt }: JobReport): boolean {
    return endedAt === undefined || Date.parse(endedAt) + answers.windowMs <= now()
  }

  /** Refused deliveries named these jobs. Anyone can send such a delivery, so nothing of it is believed but that asking may help. */
  async function askForHinted(): Promise<void> {
    if (api.getJob === undefined || dryRun) return
    const hinted = await ledger.takeHints(endpoint)
    let asked = 0
    try {
      // The newest first, and no more than a few: a forger may have named them all.
      for (const jobId of hinted.toReversed().slice(0, hintsPerSweep)) {
        await askForHint(jobId)
        asked++
      }
    } finally {
      for (const jobId of hinted.slice(0, hinted.length - asked)) await ledger.hint(endpoint, jobId)
    }
  }

  async function askForHint(jobId: string): Promise<void> {
    try {
      const report = await ask(jobId)
      if (report?.state === 'ended') await take(report)
    } catch (error) {
      if (stopsAll(error)) throw error
    }
  }

  return {
    async run(since) {
      await list(since)
      await late.ask()
      // Last, because a forger has a say in how many they are.
      await askForHinted()
    },
    result: () => ({ listed, found, failed, undelivered }),
  }
}
