import type { Provider } from '../contract.ts'
import type { AnyEvent } from '../event.ts'
import { positive } from '../receiver/options.ts'
import { describeError } from '../receiver/report.ts'
import type { Routes } from '../receiver/routes.ts'
import type { Delivery } from '../request.ts'
import { createJobs, type Jobs, noteEvent } from './expected.ts'
import { createHealth, type Health, type HealthParts } from './health.ts'
import { createHints } from './hints.ts'
import { createHookCare } from './hooks.ts'
import type { EndpointSweep, SweepOptions } from './options.ts'
import { createSweep, type SweepParts } from './sweep.ts'

/** What a receiver can do whose inbox remembers jobs. */
export interface Sweeper {
  /** The jobs that the application said it submitted. */
  readonly jobs: Jobs
  /**
   * Asks the services which jobs ended; what never arrived goes the way of a webhook, with the same event id and `source: 'sweep'`. Safe beside
   * live deliveries; each endpoint is swept by one process at a time.
   * @throws WebhookError `invalid_option`
   */
  sweep(options?: SweepOptions): Promise<readonly EndpointSweep[]>
  /** How the hooks are, and what sweeps found to have been lost. */
  health(): Promise<Health>
}

/** The sweeper, and the receiver's side of it. */
export interface SweepWork {
  readonly sweeper: Sweeper
  /** Hears of every event on its way to the handlers. */
  note(event: AnyEvent): Promise<void>
  /** Hears of every delivery that was refused. */
  refused(provider: Provider, delivery: Delivery): void
  start(): void
  /** Ends a sweep politely: what it found is kept, and the next one begins at the same point. */
  stop(): Promise<void>
}

export interface SweepWorkParts extends Omit<SweepParts, 'signal'>, Omit<HealthParts, 'hooksOf'> {
  /** The public URL of an endpoint, if there is one. */
  urlOf(endpoint: string): string | undefined
  readonly routes: Routes
}

/** What timers can count to. */
const longestTimerMs = 2 ** 31 - 1
const firstAfterMs = 60_000

export function createSweepWork(parts: SweepWorkParts): SweepWork {
  const { ledger, routes, settings, now, log } = parts
  const stopping = new AbortController()
  const { signal } = stopping
  const sweepAll = createSweep({ ...parts, signal })
  const hookCare = createHookCare({ ...parts, signal, enable: settings.enableHooks ?? false })
  const health = createHealth({ ...parts, hooksOf: hookCare.ask })
  const everyMs = Math.min(positive('sweep.everyMs', settings.everyMs, longestTimerMs), longestTimerMs)
  const hint = createHints(ledger, now)
  const underway = new Set<Promise<unknown>>()
  let timer: ReturnType<typeof setTimeout> | undefined

  async function sweep(options?: SweepOptions): Promise<readonly EndpointSweep[]> {
    // First, so that this very sweep finds what was lost until now.
    if (options?.dryRun !== true && options?.provider === undefined) await lookAfterHooks()
    const swept = await sweepAll(options)
    if (options?.dryRun !== true) health.note(swept)
    return swept
  }

  async function lookAfterHooks(): Promise<void> {
    try {
      await ledger.exclusively('hooks', hookCare.look)
    } catch (error) {
      log.error(`[stt-webhooks] The hooks could not be looked after: ${describeError(error)}.`)
    }
  }

  function follow<T>(work: Promise<T>): Promise<T> {
    underway.add(work)
    const end = (): boolean => underway.delete(work)
    work.then(end, end)
    return work
  }

  function schedule(inMs: number): void {
    timer = setTimeout(() => {
      follow(sweep())
        .catch((error: unknown) => log.error(`[stt-webhooks] A sweep failed: ${describeError(error)}.`))
        .finally(() => {
          if (!signal.aborted) schedule(everyMs)
        })
    }, inMs)
  }

  return {
    sweeper: {
      jobs: createJobs(ledger, routes, now),
      sweep: (options) => follow(sweep(options)),
      health: health.read,
    },
    note: (event) => noteEvent(ledger, event),
    refused(provider, delivery) {
      // Nobody waits for it, and a forger has no claim to be told of our trouble.
      hint(provider, delivery).catch((error: unknown) =>
        log.error(`[stt-webhooks] A hint could not be kept: ${describeError(error)}.`),
      )
    },
    start() {
      // A process that is restarted often must sweep too.
      if (settings.everyMs !== undefined && timer === undefined) schedule(Math.min(everyMs, firstAfterMs))
    },
    async stop() {
      clearTimeout(timer)
      stopping.abort()
      await Promise.allSettled(underway)
    },
  }
}
