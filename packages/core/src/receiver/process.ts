import type { Provider } from '../contract.ts'
import { isWebhookError } from '../error.ts'
import type { AnyEvent } from '../event.ts'
import type { ClaimedEntry, Process, Verdict } from '../inbox/contract.ts'
import type { HandlerProgress, Progress } from '../inbox/progress.ts'
import type { Backoff } from './backoff.ts'
import type { Handlers, NamedHandler } from './handlers.ts'
import type { InboxReport } from './inbox-report.ts'
import type { HandlerContext } from './options.ts'
import { describeError, type Report } from './report.ts'
import type { Reread } from './reread.ts'
import type { Routes } from './routes.ts'
import type { Settle } from './settle.ts'

export interface ProcessParts {
  readonly routes: Routes
  readonly handlers: Handlers
  readonly settle: Settle
  readonly report: Report
  readonly inboxReport: InboxReport
  readonly reread: Reread
  readonly backoff: Backoff
  readonly signal: AbortSignal
  /** Hears of every event before its handlers run. */
  readonly note: ((event: AnyEvent) => Promise<void>) | undefined
  contextOf(event: AnyEvent, attempt: number): HandlerContext
  now(): number
}

/** An event that a process did not survive this often is more likely the cause than the victim. */
const maxClaims = 5
/** How long an event waits for a process that has its provider. */
const homelessMs = 60_000

/** Works on one entry of the inbox: what it lacks is learnt, its due handlers run, and what came of it becomes a verdict. */
export function createProcess(parts: ProcessParts): Process {
  const { routes, handlers, settle, report, inboxReport, backoff, now, signal } = parts

  async function work(entry: ClaimedEntry, notes: Map<string, HandlerProgress>): Promise<Verdict> {
    const { progress } = entry
    const provider = routes.at(entry.endpoint)
    if (provider === undefined) {
      inboxReport.homeless(entry.endpoint)
      return { state: 'pending', dueAt: now() + homelessMs, progress }
    }
    if (entry.claims > maxClaims) {
      const reason = `the process ended ${maxClaims} times while its handlers ran`
      inboxReport.dead(provider, entry.id, reason)
      return { state: 'dead', progress, reason }
    }
    // What has no event yet is read whatever became of the first try to.
    const stored =
      entry.reread || entry.event === undefined ? await parts.reread(provider, entry) : entry.event
    if ('state' in stored) return stored

    let unanswered = false
    const event = await settle(provider, stored, () => {
      unanswered = true
    })
    const asked = progress.unanswered + 1
    if (unanswered && asked < backoff.attempts) {
      const dueAt = now() + backoff.delay(asked)
      return { state: 'pending', dueAt, progress: { ...progress, unanswered: asked } }
    }
    await parts.note?.(event)
    // Before handlers can change it.
    const learnt = event === entry.event ? undefined : structuredClone(event)
    let pause = 0
    const delay = (milliseconds: number): void => {
      pause = Math.max(pause, milliseconds)
    }
    await Promise.all(
      handlers.for(event.type).map(async (handler) => {
        const before = progress.handlers.find(({ name }) => name === handler.name)
        if (!isDue(before, handler)) return
        notes.set(handler.name, await call(provider, event, handler, before?.attempts ?? 0, delay))
      }),
    )
    const verdict = judge(provider, event, toProgress(progress, notes), pause)
    return learnt === undefined ? verdict : { ...verdict, event: learnt }
  }

  /** True for a handler that has not succeeded and may try again. */
  function isDue(
    before: HandlerProgress | undefined,
    { attempts = backoff.attempts }: NamedHandler,
  ): boolean {
    if (before === undefined) return true
    return !before.succeeded && before.final !== true && before.attempts < attempts
  }

  async function call(
    provider: Provider,
    event: AnyEvent,
    { name, handler }: NamedHandler,
    before: number,
    delay: (milliseconds: number) => void,
  ): Promise<HandlerProgress> {
    const attempts = before + 1
    try {
      await handler(event, parts.contextOf(event, attempts))
      return { name, attempts, succeeded: true }
    } catch (error) {
      const message = `The handler "${name}" failed at attempt ${attempts}.`
      report.error(provider, 'handler_failed', message, error, { event, handler: name })
      const failed = { name, attempts, succeeded: false, error: describeError(error) }
      if (!isWebhookError(error)) return failed
      delay(error.retryAfterMs ?? 0)
      return error.final ? { ...failed, final: true } : failed
    }
  }

  function judge(provider: Provider, event: AnyEvent, progress: Progress, pause: number): Verdict {
    const listening = handlers.for(event.type)
    const failed = progress.handlers.filter((one) => !one.succeeded)
    const alive = failed.filter((one) => {
      const handler = listening.find(({ name }) => name === one.name)
      return handler !== undefined && isDue(one, handler)
    })
    if (alive.length > 0) {
      const wait = Math.max(pause, backoff.delay(Math.max(...alive.map(({ attempts }) => attempts))))
      inboxReport.retry(provider, event.id, alive, wait)
      return { state: 'pending', dueAt: now() + wait, progress }
    }
    // One whose handler is no longer registered can neither succeed nor fail any more.
    const lost = failed.filter(({ name }) => listening.some((one) => one.name === name))
    if (lost.length === 0) return { state: 'done', progress }
    const reason = lost
      .map(({ name, attempts, error }) => `the handler "${name}" failed ${attempts} times (${error})`)
      .join(', ')
    inboxReport.dead(provider, event.id, reason)
    return { state: 'dead', progress, reason }
  }

  return async function process(entry) {
    const notes = new Map<string, HandlerProgress>()
    // Whoever is not done when stop() loses its patience runs again in the next process.
    const release = (dueAt: number): Verdict => ({
      state: 'pending',
      dueAt,
      progress: toProgress(entry.progress, notes),
    })
    const patience = new AbortController()
    try {
      const given = aborted(signal, patience.signal).then(() => release(now()))
      return await Promise.race([work(entry, notes), given])
    } catch (error) {
      inboxReport.trouble(error)
      return release(now() + backoff.delay(1))
    } finally {
      patience.abort()
    }
  }
}

function toProgress(
  { unanswered, handlers }: Progress,
  notes: ReadonlyMap<string, HandlerProgress>,
): Progress {
  const untouched = handlers.filter(({ name }) => !notes.has(name))
  return { unanswered, handlers: [...untouched, ...notes.values()] }
}

/** Resolves when `signal` is aborted; `unless` takes the listener away again, because the receiver's signal outlives every event. */
function aborted(signal: AbortSignal, unless: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true, signal: unless })
  })
}
