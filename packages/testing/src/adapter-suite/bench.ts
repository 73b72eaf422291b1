import { EventEmitter, once } from 'node:events'
import { createServer } from 'node:http'
import {
  type AnyEvent,
  createReceiver,
  type Receiver,
  type ReceiverOptions,
  type WebhookRequest,
} from '@stt-webhooks/core'
import type { RequestBody } from '@stt-webhooks/core/adapter'
import type { AdapterSubject, HostOptions } from '../adapter-suite.ts'
import { type ExampleOptions, exampleProvider } from '../example-provider.ts'
import { type Answer, exchange, type Outgoing } from './client.ts'
import { openWire, type Wire } from './wire.ts'

/** What the checks share. */
export interface Setting {
  readonly subject: AdapterSubject
  readonly patienceMs: number
}

interface BenchOptions extends Partial<Pick<HostOptions, 'parser' | 'mount'>> {
  readonly provider?: Partial<ExampleOptions>
  readonly receiver?: ReceiverOptions
}

/** A host application that is served, and all that happens in it. */
export interface Bench {
  readonly receiver: Receiver
  /** Everything that handlers saw. */
  readonly events: AnyEvent[]
  /** Everything that was logged. */
  readonly lines: readonly string[]
  /** Every request that the adapter gave to the receiver. */
  readonly requests: readonly WebhookRequest[]
  /** Every body that the receiver was given. */
  readonly bodies: readonly RequestBody[]
  /** How many requests went past the adapter's middleware. */
  passed(): number
  /** Resolves as soon as it holds. */
  until(condition: () => boolean): Promise<void>
  send(outgoing: Outgoing): Promise<Answer>
  open(): Wire
}

export const secret = 'example secret'

/** Serves a host application, runs the check, and closes everything whatever came of it. */
export async function onBench(
  { subject, patienceMs }: Setting,
  options: BenchOptions,
  run: (bench: Bench) => Promise<void>,
): Promise<void> {
  const changes = new EventEmitter()
  function noteIn<T>(list: T[]): (one: T) => void {
    return (one) => {
      list.push(one)
      changes.emit('change')
    }
  }
  const lines: string[] = []
  const write = noteIn(lines)
  const logger = { info: write, warn: write, error: write }
  const provider = exampleProvider({ secret, ...options.provider })
  const receiver = createReceiver([provider], { logger, ...options.receiver })
  const events: AnyEvent[] = []
  receiver.onAny({ name: 'bench' }, noteIn(events))

  const requests: WebhookRequest[] = []
  const bodies: RequestBody[] = []
  const watched = watch(receiver, noteIn(requests), noteIn(bodies))
  let passed = 0
  const { parser, mount } = options
  const host = { parser, mount, passed: () => void passed++ }
  const server = createServer(await subject.createListener(watched, host))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const origin = `http://127.0.0.1:${typeof address === 'object' ? address?.port : address}`
  const wires: Wire[] = []

  async function until(condition: () => boolean): Promise<void> {
    while (!condition()) await once(changes, 'change')
  }
  function send(outgoing: Outgoing): Promise<Answer> {
    const answer = inTime(patienceMs, exchange(origin, outgoing))
    // A check that failed elsewhere no longer looks at it.
    answer.catch(() => undefined)
    return answer
  }
  function open(): Wire {
    const wire = openWire(origin)
    wires.push(wire)
    return {
      ...wire,
      write: (...parts) => inTime(patienceMs, wire.write(...parts)),
      until: (form) => inTime(patienceMs, wire.until(form)),
    }
  }

  try {
    await run({
      receiver,
      events,
      lines,
      requests,
      bodies,
      passed: () => passed,
      until: (condition) => inTime(patienceMs, until(condition)),
      send,
      open,
    })
  } finally {
    for (const wire of wires) wire.destroy()
    server.close()
    server.closeAllConnections()
  }
}

/** The same receiver, with every request and body written down. */
function watch(
  receiver: Receiver,
  noteRequest: (request: WebhookRequest) => void,
  noteBody: (body: RequestBody) => void,
): Receiver {
  return {
    ...receiver,
    handle(request) {
      noteRequest(request)
      return receiver.handle({
        method: request.method,
        url: request.url,
        remoteAddress: request.remoteAddress,
        header: (name) => request.header(name),
        async body(take) {
          const body = await request.body(take)
          noteBody(body)
          return body
        },
      })
    },
  }
}

function inTime<T>(milliseconds: number, promise: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`Nothing came in ${milliseconds} ms.`)), milliseconds)
    promise.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}
