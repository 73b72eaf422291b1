import { WebhookError } from '../error.ts'
import type { AnyEvent } from '../event.ts'
import type { Inbox, Worker } from '../inbox/contract.ts'
import type { Handlers } from './handlers.ts'
import { createInboxReport } from './inbox-report.ts'
import type { Log } from './log.ts'
import { createProcess, type ProcessParts } from './process.ts'
import { createReread } from './reread.ts'
import type { Sink } from './sink.ts'
import { createStore } from './store.ts'

/** A receiver's side of its inbox: what goes in, and this process's work on it. */
export interface InboxWork {
  readonly sink: Sink
  /** @throws WebhookError `invalid_option` if no handler is registered */
  start(): Promise<void>
  idle(): Promise<void>
  /** Takes no more events; resolves when those that run are settled. */
  stop(): Promise<void>
  close(): Promise<void>
}

export interface InboxWorkParts extends Omit<ProcessParts, 'inboxReport' | 'reread'> {
  readonly inbox: Inbox
  readonly log: Log
  readonly concurrency: number
  isWanted(event: AnyEvent): boolean
}

/** How long accepted events may wait before somebody is told that nobody works. */
const patienceMs = 10_000

export function createInboxWork(parts: InboxWorkParts): InboxWork {
  const { inbox, log, report, handlers, concurrency } = parts
  const inboxReport = createInboxReport(inbox.name, log, report)
  let worker: Worker | undefined
  let starting: Promise<Worker> | undefined
  let stopped = false
  let watching: ReturnType<typeof setTimeout> | undefined
  let warned = false

  /** A web process may leave the work to others; if there are none, nothing else would tell. */
  function watch(): void {
    if (stopped || worker !== undefined || warned || watching !== undefined || inbox.query === undefined)
      return
    watching = setTimeout(() => void look().catch(inboxReport.trouble), patienceMs)
    watching.unref()
  }

  async function look(): Promise<void> {
    watching = undefined
    const stats = await inbox.query?.stats()
    if (stats === undefined || stats.workers > 0 || stats.pending === 0 || worker !== undefined) return
    warned = true
    log.warn(
      `[stt-webhooks] ${stats.pending} accepted events wait in the inbox "${inbox.name}" and no process works on them. Call start() where the handlers are registered.`,
    )
  }

  return {
    sink: createStore(inbox, report, watch),
    async start() {
      if (starting !== undefined) return void (await starting)
      if (stopped)
        throw new WebhookError('invalid_option', 'start() was called after stop(). Make a new receiver.')
      assertHandlers(handlers)
      if (!inbox.durable) {
        log.warn(
          `[stt-webhooks] The inbox "${inbox.name}" is not durable: what it acknowledged is lost when this process ends. Use it for tests.`,
        )
      }
      const process = createProcess({ ...parts, inboxReport, reread: createReread(inbox, parts.isWanted) })
      starting = inbox.work(process, { concurrency, onError: inboxReport.trouble })
      try {
        worker = await starting
      } catch (error) {
        starting = undefined
        throw error
      }
    },
    async idle() {
      await worker?.idle()
    },
    async stop() {
      stopped = true
      clearTimeout(watching)
      const started = await starting?.catch(() => undefined)
      await started?.stop()
    },
    close: () => inbox.close(),
  }
}

/** Working without a handler would settle events that nobody saw. */
function assertHandlers({ isEmpty }: Handlers): void {
  if (!isEmpty) return
  throw new WebhookError(
    'invalid_option',
    'start() was called before any handler was registered. Call on() or onAny() first; a process that only receives needs no start().',
  )
}
