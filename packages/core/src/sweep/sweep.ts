import type { Provider, ProviderList } from '../contract.ts'
import { isWebhookError, WebhookError } from '../error.ts'
import type { AnyEvent } from '../event.ts'
import type { Inbox } from '../inbox/contract.ts'
import type { JobLedger } from '../inbox/jobs.ts'
import type { Log } from '../receiver/log.ts'
import { positive } from '../receiver/options.ts'
import { describeError, type Report } from '../receiver/report.ts'
import { createEndpointSweep } from './endpoint.ts'
import type { EndpointSweep, SweepOptions, SweepSettings } from './options.ts'
import { createPace } from './pace.ts'
import { retentionOf, shareOfRetention } from './retention.ts'

export interface SweepParts {
  readonly providers: ProviderList
  readonly inbox: Inbox
  readonly ledger: JobLedger
  readonly settings: SweepSettings
  readonly log: Log
  readonly report: Report
  readonly signal: AbortSignal
  now(): number
  isWanted(event: AnyEvent): boolean
}

const day = 24 * 60 * 60 * 1000

/** Asks the services which jobs ended, and puts into the inbox what never arrived. One endpoint after another, each in one process at a time. */
export function createSweep(
  parts: SweepParts,
): (options?: SweepOptions) => Promise<readonly EndpointSweep[]> {
  const { ledger, settings, log, report, signal, now } = parts
  const overlapMs = positive('sweep.overlapMs', settings.overlapMs, day)
  const perSecond = positive('sweep.maxPerSecond', settings.maxPerSecond, 20)

  async function beginning(provider: Provider, { since }: SweepOptions): Promise<Date> {
    const retention = retentionOf(provider)
    const remembered = now() - retention
    const mark = (await ledger.mark(markOf(provider))) ?? (await ledger.mark(firstOf(provider)))
    const last = mark === undefined ? undefined : Date.parse(mark)
    if (since === undefined && last !== undefined && now() - last > retention * shareOfRetention) {
      const outcome =
        last < remembered
          ? 'what ended in between and was lost cannot be found any more'
          : `what was lost cannot be found after ${new Date(last + retention).toISOString()}`
      log.error(
        `[stt-webhooks] [${provider.provider}] The last sweep of /${provider.endpoint} that reached its end was on ${mark}. The service lists jobs no longer than ${Math.round(retention / day)} days: ${outcome}.`,
      )
    }
    // What the service may still have delivered then was left to it.
    const overlap = overlapMs + provider.answers.windowMs
    // The first sweep begins as if one had ended now: nobody wants the past three months of an account at once.
    const start = since?.getTime() ?? (last ?? now()) - overlap
    return new Date(Math.max(start, remembered))
  }

  async function sweepOne(provider: Provider, options: SweepOptions): Promise<EndpointSweep> {
    const about = { endpoint: provider.endpoint, provider: provider.provider }
    const empty = { ...about, listed: 0, found: [], failed: 0, undelivered: [] }
    const dryRun = options.dryRun ?? false
    const sweep = createEndpointSweep(provider, {
      ...parts,
      dryRun,
      turn: createPace(perSecond, signal),
    })
    const began = now()
    try {
      const done = await ledger.exclusively(`sweep:${provider.endpoint}`, async () => {
        const marks = !dryRun && options.since === undefined
        const from = await beginning(provider, options)
        // One that does not reach its end must begin at the same point the next time, the first one too.
        if (marks && (await ledger.mark(firstOf(provider))) === undefined)
          await ledger.setMark(firstOf(provider), new Date(began).toISOString())
        await sweep.run(from)
        if (marks) await ledger.setMark(markOf(provider), new Date(began).toISOString())
      })
      return done === undefined
        ? { ...empty, outcome: 'busy', reason: 'another process sweeps it' }
        : { ...about, ...sweep.result(), outcome: 'swept' }
    } catch (error) {
      const cause = isWebhookError(error) ? error.code : describeError(error)
      const reason = signal.aborted ? 'the receiver was stopped' : `it stopped at ${cause}`
      if (!signal.aborted) report.error(provider, 'internal', 'A sweep did not reach its end.', error)
      return { ...about, ...sweep.result(), outcome: 'interrupted', reason }
    }
  }

  return async function sweep(options = {}) {
    if (options.since !== undefined && Number.isNaN(options.since.getTime()))
      throw new WebhookError('invalid_option', '`since` is no date.')
    const swept: EndpointSweep[] = []
    for (const provider of chosen(parts.providers, options)) swept.push(await sweepOne(provider, options))
    return swept
  }
}

function firstOf({ endpoint }: Provider): string {
  return `first sweep:${endpoint}`
}

function markOf({ endpoint }: Provider): string {
  return `sweep:${endpoint}`
}

/** @throws WebhookError `invalid_option` for a name that no provider bears */
function chosen(providers: ProviderList, { provider: name }: SweepOptions): readonly Provider[] {
  const all = providers.filter((one) => one !== undefined && one !== false)
  const named = name === undefined ? all : all.filter((one) => one.provider === name || one.endpoint === name)
  if (named.length > 0 || name === undefined) return named
  throw new WebhookError('invalid_option', `No provider is named "${name}".`)
}
