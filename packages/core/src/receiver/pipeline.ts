import type { CallbackCheck } from '../callback.ts'
import type { EventOf, Provider, ProviderList } from '../contract.ts'
import { isWebhookError } from '../error.ts'
import type { Delivery, WebhookRequest, WebhookResponse } from '../request.ts'
import type { Admission, Ticket } from './admission.ts'
import { answer } from './answer.ts'
import { createDelivery } from './delivery.ts'
import { read } from './read.ts'
import type { Receipt } from './receipt.ts'
import { describeError, type Report } from './report.ts'
import type { Route, Routes } from './routes.ts'
import type { Ending, Sink } from './sink.ts'
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

  async function receive(request: WebhookRequest): Promise<Receipt | undefined> {
    const route = routes.match(request.url)
    if (route === undefined) {
      const stranger = routes.stranger(request.url)
      if (stranger !== undefined) report.stranger(stranger)
      return undefined
    }
    const { provider } = route
    const ending = await admit(request, route)
    const answered = ending.response ?? answer(ending.outcome, provider)
    // A sender that keeps its connection busy would keep a server from closing.
    const response = parts.isStopping() ? lastOnItsConnection(answered) : answered
    report.delivery(provider, ending.outcome, response, ending.reason)
    const { outcome, reason, events = [], handlers = [] } = ending
    return { endpoint: provider.endpoint, outcome, response, reason, events, handlers }
  }

  // Not async, because the benchmark feels each layer of promises.
  function admit(request: WebhookRequest, route: Route): Ending | Promise<Ending> {
    const { provider } = route
    if (!provider.methods.includes(request.method)) {
      return {
        outcome: 'wrong_method',
        reason: `${request.method} is not one of ${provider.methods.join(', ')}`,
      }
    }
    if (parts.isStopping()) return { outcome: 'stopping', reason: 'the receiver is stopping' }
    const limit = provider.bodyLimit ?? parts.bodyLimit
    const ticket = admission.enter(limit)
    if (ticket === undefined)
      return { outcome: 'overloaded', reason: 'too many deliveries are being worked on' }
    const work = attempt(request, route, limit, ticket)
    return inTime(
      work,
      Math.min(provider.deadlineMs ?? parts.deadlineMs, provider.answers.timeoutMs * shareOfPatience),
    )
  }

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
      return await work(route.provider, createDelivery(request, body, route.token))
    } catch (error) {
      return failed(route.provider, error)
    } finally {
      ticket.leave()
    }
  }

  async function work(provider: Provider, delivery: Delivery): Promise<Ending> {
    const now = parts.now()
    const callback = parts.callbackOf(provider, delivery, now)
    const verification = await provider.verify(delivery, { now, callback })
    if (!verification.verified) {
      parts.refused?.(provider, delivery)
      return { outcome: 'refused', reason: verification.reason }
    }
    if (callback !== undefined && 'reason' in callback) return { outcome: 'refused', reason: callback.reason }
    const response = provider.handshake?.(delivery)
    if (response !== undefined) return { outcome: 'handshake', response }

    const reading = await read(provider, delivery)
    if (reading.outcome === 'ignored') return reading
    const arrival: Arrival = {
      receivedAt: new Date(now).toISOString(),
      source: 'webhook',
      verifiedBy: verification.by,
      ...callback,
    }
    const genuine = { provider, delivery, arrival }
    if (reading.outcome === 'unreadable') return await parts.sink.unreadable(genuine, reading.reason)
    const events = stampEvents(provider, delivery, reading, arrival)
    const wanted = parts.onlyJobs === undefined ? events : events.filter(parts.onlyJobs)
    if (wanted.length === 0) {
      return {
        outcome: 'ignored',
        reason: events.length === 0 ? 'it holds no event' : 'onlyJobs declined it',
      }
    }
    return await parts.sink.events(genuine, wanted)
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

/** Answers when the time is over, and lets the work go on. */
function inTime(work: Promise<Ending>, milliseconds: number): Promise<Ending> {
  return new Promise((resolve) => {
    const timer = setTimeout(
      () => resolve({ outcome: 'deadline', reason: `not done after ${milliseconds} ms; what runs goes on` }),
      milliseconds,
    )
    void work.then((ending) => {
      clearTimeout(timer)
      resolve(ending)
    })
  })
}
