import type { CallbackCheck } from '../callback.ts'
import type { EventOf, Provider, ProviderList, Reading } from '../contract.ts'
import { isWebhookError } from '../error.ts'
import { andThen, isPromise, type MaybePromise } from '../maybe-promise.ts'
import type { Delivery, WebhookRequest, WebhookResponse } from '../request.ts'
import type { Admission, Ticket } from './admission.ts'
import { answer } from './answer.ts'
import { createDelivery } from './delivery.ts'
import { createIsoTime } from './iso-time.ts'
import { read } from './read.ts'
import type { Receipt } from './receipt.ts'
import { describeError, type Report } from './report.ts'
import type { Route, Routes } from './routes.ts'
import type { Ending, Genuine, Sink } from './sink.ts'
import { type Arrival, stampEvents } from './stamp.ts'

export interface PipelineParts {
  readonly routes: Routes
  readonly admission: Admission
  readonly sink: Sink
  /** Hears of deliveries that were refused. */
  readonly refused: ((provider: Provider, delivery: Delivery) => void) | undefined
  callbackOf(provider: Provider, delivery: Delivery, now: number): CallbackCheck | undefined
  readonly report: Report
  now(): number
  isStopping(): boolean
  readonly onlyJobs: ((event: EventOf<ProviderList>) => boolean) | undefined
  readonly bodyLimit: number
  readonly deadlineMs: number
}

/** A service that waits ten seconds must be answered before: this much of its patience is ours. */
const shareOfPatience = 0.8

/** request → route → body → verify → handshake | read → handlers or inbox → answer. */
export function createPipeline(parts: PipelineParts): {
  receive(request: WebhookRequest): Promise<Receipt | undefined>
} {
  const { routes, admission, report } = parts
  const isoOf = createIsoTime()

  function receive(request: WebhookRequest): Promise<Receipt | undefined> {
    const route = routes.match(request.url)
    if (route !== undefined) return begin(request, route).then((ending) => conclude(route, ending))
    const stranger = routes.stranger(request.url)
    if (stranger !== undefined) report.stranger(stranger)
    return Promise.resolve(undefined)
  }

  function conclude({ provider }: Route, ending: Ending): Receipt {
    const answered = ending.response ?? answer(ending.outcome, provider)
    // A sender that keeps its connection busy would keep a server from closing.
    const response = parts.isStopping() ? lastOnItsConnection(answered) : answered
    report.delivery(provider, ending.outcome, response, ending.reason)
    const { outcome, reason, events = [], handlers = [] } = ending
    return { endpoint: provider.endpoint, outcome, response, reason, events, handlers }
  }

  /** Ends a delivery when it is done or when its time is over, whichever comes first; what runs goes on. */
  function begin(request: WebhookRequest, route: Route): Promise<Ending> {
    const { provider } = route
    const limit = provider.bodyLimit ?? parts.bodyLimit
    const ticket = admit(request, provider, limit)
    if ('outcome' in ticket) return Promise.resolve(ticket)
    const patience = provider.answers.timeoutMs * shareOfPatience
    const milliseconds = Math.min(provider.deadlineMs ?? parts.deadlineMs, patience)
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        resolve({ outcome: 'deadline', reason: `not done after ${milliseconds} ms; what runs goes on` })
      }, milliseconds)
      void attempt(request, route, limit, ticket).then((ending) => {
        clearTimeout(timer)
        resolve(ending)
      })
    })
  }

  function admit(request: WebhookRequest, provider: Provider, limit: number): Ticket | Ending {
    if (!provider.methods.includes(request.method)) {
      const reason = `${request.method} is not one of ${provider.methods.join(', ')}`
      return { outcome: 'wrong_method', reason }
    }
    if (parts.isStopping()) return { outcome: 'stopping', reason: 'the receiver is stopping' }
    return (
      admission.enter(limit) ?? {
        outcome: 'overloaded',
        reason: 'too many deliveries are being worked on',
      }
    )
  }

  /** Never rejects. */
  async function attempt(
    request: WebhookRequest,
    route: Route,
    limit: number,
    ticket: Ticket,
  ): Promise<Ending> {
    try {
      const declared = Number(request.header('content-length') ?? 0)
      if (declared > limit)
        return { outcome: 'body_too_large', reason: `the body has ${declared} bytes, the limit is ${limit}` }
      const body = await request.body(ticket.take)
      const ending = work(route.provider, createDelivery(request, body, route.token))
      return isPromise(ending) ? await ending : ending
    } catch (error) {
      return failed(route.provider, error)
    } finally {
      ticket.leave()
    }
  }

  function work(provider: Provider, delivery: Delivery): MaybePromise<Ending> {
    const now = parts.now()
    const callback = parts.callbackOf(provider, delivery, now)
    return andThen(provider.verify(delivery, { now, callback }), (verification) => {
      if (!verification.verified) {
        parts.refused?.(provider, delivery)
        return { outcome: 'refused', reason: verification.reason }
      }
      if (callback !== undefined && 'reason' in callback)
        return { outcome: 'refused', reason: callback.reason }
      const response = provider.handshake?.(delivery)
      if (response !== undefined) return { outcome: 'handshake', response }
      const receivedAt = isoOf(now)
      const facts: Arrival = { receivedAt, source: 'webhook', verifiedBy: verification.by }
      const arrival = callback === undefined ? facts : { ...facts, ...callback }
      const genuine = { provider, delivery, arrival }
      return andThen(read(provider, delivery), (reading) => take(genuine, reading))
    })
  }

  function take(genuine: Genuine, reading: Reading): MaybePromise<Ending> {
    if (reading.outcome === 'ignored') return reading
    if (reading.outcome === 'unreadable') return parts.sink.unreadable(genuine, reading.reason)
    const { provider, delivery, arrival } = genuine
    const events = stampEvents(provider, delivery, reading, arrival)
    const wanted = parts.onlyJobs === undefined ? events : events.filter(parts.onlyJobs)
    if (wanted.length === 0) {
      return {
        outcome: 'ignored',
        reason: events.length === 0 ? 'it holds no event' : 'onlyJobs declined it',
      }
    }
    return parts.sink.events(genuine, wanted)
  }

  function failed(provider: Provider, error: unknown): Ending {
    const code = isWebhookError(error) ? error.code : 'internal'
    switch (code) {
      case 'header_repeated':
        return { outcome: 'refused', reason: messageOf(error) }
      case 'body_too_large':
      case 'overloaded':
      case 'sender_gone':
      case 'body_already_parsed':
        return { outcome: code, reason: messageOf(error) }
      default:
        report.error(provider, 'internal', 'A delivery could not be worked on.', error)
        return { outcome: 'internal', reason: `${describeError(error)}: see onError` }
    }
  }

  return { receive }
}

function lastOnItsConnection(response: WebhookResponse): WebhookResponse {
  return { ...response, headers: { ...response.headers, connection: 'close' } }
}

/** Without the prefix, which the log line has already. */
function messageOf(error: unknown): string {
  return error instanceof Error
    ? error.message.replace(/^(?:\[[^\]]*\] )+/, '').replace(/\.$/, '')
    : 'unknown'
}
