import type { CallbackOptions } from '../callback.ts'
import type { EventOf, HandledEvent, ProviderList } from '../contract.ts'
import { WebhookError } from '../error.ts'
import type { AnyEvent } from '../event.ts'
import type { Inbox } from '../inbox/contract.ts'
import type { JobLedger } from '../inbox/jobs.ts'
import type { WebhookRequest, WebhookResponse } from '../request.ts'
import { createSweepWork, type Sweeper } from '../sweep/sweeper.ts'
import type { Transcript } from '../transcript.ts'
import { createAdmission } from './admission.ts'
import { createBackoff } from './backoff.ts'
import { createCallbackUrls } from './callback-urls.ts'
import { createDoubts } from './doubts.ts'
import { createEmit } from './emit.ts'
import { createHandlers } from './handlers.ts'
import { createInboxWork } from './inbox-work.ts'
import { createLog } from './log.ts'
import {
  type ErrorListener,
  type Handler,
  type HandlerContext,
  type HandlerOptions,
  type Outcome,
  positive,
  type ReceiverOptions,
  type Unsubscribe,
} from './options.ts'
import { createPipeline } from './pipeline.ts'
import type { Receipt } from './receipt.ts'
import { createReport } from './report.ts'
import { createRoutes } from './routes.ts'
import { createRuns } from './runs.ts'
import { createSettle } from './settle.ts'
import { createTranscripts } from './transcripts.ts'

/** The names of those providers whose callback URL belongs to the account. */
type AccountName<P extends ProviderList> = P[number] extends infer One
  ? One extends { readonly callback: 'account'; readonly provider: infer Name }
    ? Name
    : never
  : never

/** Receives the webhooks of the given providers and calls handlers with typed events. Knows no framework. */
export interface Receiver<P extends ProviderList = ProviderList> {
  /** Answers one request; `undefined` if its path is not ours. Never rejects. */
  handle(request: WebhookRequest): Promise<WebhookResponse | undefined>
  /** Like `handle`, and tells what happened. */
  receive(request: WebhookRequest): Promise<Receipt<EventOf<P>> | undefined>
  /** @throws WebhookError `unknown_event`, `duplicate_handler` */
  on<T extends HandledEvent<P>['type']>(
    type: T,
    handler: Handler<Extract<HandledEvent<P>, { type: T }>>,
  ): Unsubscribe
  on<T extends HandledEvent<P>['type']>(
    type: T,
    options: HandlerOptions,
    handler: Handler<Extract<HandledEvent<P>, { type: T }>>,
  ): Unsubscribe
  /** @throws WebhookError `duplicate_handler` */
  onAny(handler: Handler<HandledEvent<P>>): Unsubscribe
  onAny(options: HandlerOptions, handler: Handler<HandledEvent<P>>): Unsubscribe
  /** Errors that no caller can be told about: a failed handler, an unreadable delivery, a secret function that threw. */
  onError(listener: ErrorListener): Unsubscribe
  /**
   * A callback URL for one job, signed: what `metadata` says comes back as `event.callback`. Needs `publicUrl` and `callbackSecrets`.
   * Services whose hook belongs to the account take none.
   * @throws WebhookError `invalid_option`
   */
  callbackUrl<Endpoint extends string>(
    endpoint: Endpoint extends AccountName<P> ? never : Endpoint,
    options?: CallbackOptions,
  ): string
  /** The same as `context.transcripts()`, for an event that came out of JSON. */
  transcripts(event: EventOf<P>): Promise<readonly Transcript[]>
  /**
   * Begins work: looks for what will not work as it is configured, and warns; with an inbox it runs the handlers of what was accepted.
   * Call it when all handlers are registered. Deliveries are received without it too.
   * @throws WebhookError `invalid_option` if there is an inbox and no handler
   */
  start(): Promise<void>
  /** How many deliveries had which outcome since the receiver was made. */
  counts(): Readonly<Partial<Record<Outcome, number>>>
  /** Resolves when nothing is in flight and, once started, nothing in the inbox is due. */
  idle(): Promise<void>
  /**
   * Answers 503 from now on and waits for what is in flight; after `timeoutMs` (default 8,000) it aborts the handlers' signal, and what still
   * runs goes back to the inbox. Closes the inbox.
   */
  stop(options?: { readonly timeoutMs?: number }): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

/** What timers can count to. */
const longestTimerMs = 2 ** 31 - 1

/** Options with an inbox that remembers jobs, as sweeps need it. */
export interface SweepingOptions<P extends ProviderList = ProviderList> extends ReceiverOptions<P> {
  readonly inbox: Inbox & { readonly jobs: JobLedger }
}

/** @throws WebhookError `invalid_option` */
export function createReceiver<const P extends ProviderList>(
  providers: P,
  options: SweepingOptions<P>,
): Receiver<P> & Sweeper
/** @throws WebhookError `invalid_option` */
export function createReceiver<const P extends ProviderList>(
  providers: P,
  options?: ReceiverOptions<P>,
): Receiver<P>
export function createReceiver(providers: ProviderList, options: ReceiverOptions = {}): Receiver {
  const now = options.now ?? Date.now
  const path = options.path ?? '/webhooks/stt'
  const routes = createRoutes(path, providers)
  const callbackUrls = createCallbackUrls(options, path, routes, now)
  const admission = createAdmission(
    positive('maxInFlight', options.maxInFlight, 1_000),
    positive('maxInFlightBytes', options.maxInFlightBytes, 128_000_000),
  )
  const life = new AbortController()
  let stopping = false

  const handlers = createHandlers()
  const log = createLog(options.logger ?? console, now)
  const report = createReport(log)
  const doubt = createDoubts(handlers, log)
  const transcripts = createTranscripts(routes, life.signal)
  const contextOf = (event: AnyEvent, attempt: number): HandlerContext => ({
    transcript: () => transcripts.only(event),
    transcripts: () => transcripts.all(event),
    signal: life.signal,
    attempt,
  })
  const settle = createSettle(report, doubt)
  const { inbox, onlyJobs } = options
  const ledger = inbox?.jobs
  if (options.sweep !== undefined && ledger === undefined) {
    const stores = 'inboxSqlite, inboxPostgres or inboxMemory'
    throw new WebhookError(
      'invalid_option',
      `The option \`sweep\` needs an inbox that remembers jobs: ${stores}.`,
    )
  }
  const isWanted = (event: AnyEvent): boolean => onlyJobs?.(event) ?? true
  const sweeping =
    ledger &&
    createSweepWork({
      ...{ providers, inbox, ledger, routes, report, log, now, isWanted },
      settings: options.sweep ?? {},
      urlOf: callbackUrls.urlOf,
    })
  const work =
    inbox &&
    createInboxWork({
      ...{ inbox, routes, handlers, settle, report, log, contextOf, now, isWanted },
      note: sweeping?.note,
      signal: life.signal,
      backoff: createBackoff(options.retry),
      concurrency: positive('concurrency', options.concurrency, 10),
    })
  const runs = createRuns(handlers, contextOf, positive('remember', options.remember, 10_000))
  const { receive } = createPipeline({
    routes,
    admission,
    sink: work?.sink ?? createEmit(handlers, runs, settle, report),
    callbackOf: callbackUrls.check,
    report,
    now,
    isStopping: () => stopping,
    refused: sweeping?.refused,
    onlyJobs,
    bodyLimit: positive('bodyLimit', options.bodyLimit, 32_000_000),
    deadlineMs: positive('deadlineMs', options.deadlineMs, 8_000),
  })

  async function start(): Promise<void> {
    for (const provider of providers) if (provider && provider.classifiesWith !== undefined) doubt(provider)
    await work?.start()
    if (!stopping) sweeping?.start()
  }

  async function stop({ timeoutMs = 8_000 } = {}): Promise<void> {
    stopping = true
    const patience = setTimeout(
      () => life.abort(new WebhookError('internal', 'The receiver was stopped.')),
      Math.min(timeoutMs, longestTimerMs),
    )
    const aborted = new Promise<void>((resolve) => {
      life.signal.addEventListener('abort', () => resolve(), { once: true })
      // An earlier stop() may have lost its patience already.
      if (life.signal.aborted) resolve()
    })
    // What was aborted is given back to the inbox, which waits for nobody.
    await Promise.all([Promise.race([admission.idle(), aborted]), work?.stop(), sweeping?.stop()])
    clearTimeout(patience)
    await work?.close()
  }

  return {
    ...sweeping?.sweeper,
    async handle(request) {
      return (await receive(request))?.response
    },
    receive,
    on: handlers.on,
    onAny: handlers.onAny,
    onError: report.onError,
    callbackUrl: (endpoint, callbackOptions = {}) => callbackUrls.create(endpoint, callbackOptions),
    transcripts: transcripts.all,
    start,
    counts: report.counts,
    async idle() {
      await admission.idle()
      await work?.idle()
    },
    stop,
    [Symbol.asyncDispose]: () => stop(),
  }
}
