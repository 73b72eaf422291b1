import { type AnyEvent, createReceiver, type Receiver, type ReceiverOptions } from '@stt-webhooks/core'
import type { Inbox } from '@stt-webhooks/core/inbox'
import type { Provider } from '@stt-webhooks/core/provider'
import { type Delivered, deliver } from '../deliver.ts'
import { exampleProvider } from '../example-provider.ts'
import type { SimulatedDelivery } from '../simulator.ts'
import { secret, signed } from './example-job.ts'

export interface ServeOptions extends Omit<ReceiverOptions, 'inbox' | 'now' | 'logger'> {
  /** What the provider does otherwise than the example. */
  readonly provider?: Partial<Provider>
}

/** One call of a handler. */
interface Run {
  readonly handler: string
  readonly event: AnyEvent
  readonly attempt: number
}

/** An application: a receiver of the example service, its handlers, and what happened in it. */
export interface Served {
  readonly receiver: Receiver
  /** Every call of a handler, in order. */
  readonly runs: readonly Run[]
  readonly lines: readonly string[]
  /** Sends a body as the service would, and gives the receipt. */
  send(body: object | string): Promise<Delivered<AnyEvent>>
  sendSigned(delivery: SimulatedDelivery): Promise<Delivered<AnyEvent>>
  /** Registers a handler of everything. */
  handle(name: string, work?: Work, options?: { readonly attempts?: number }): void
  /** The handlers that ran for a job, in order. */
  ranFor(jobId: string): readonly string[]
}

export type Work = (run: Run) => unknown

export function serve(inbox: Inbox, now: () => number, options: ServeOptions = {}): Served {
  const { provider, ...rest } = options
  const lines: string[] = []
  const runs: Run[] = []
  const write = (line: string) => void lines.push(line)
  const logger = { info: write, warn: write, error: write }
  const example: Provider = { ...exampleProvider({ secret }), ...provider }
  const receiver: Receiver = createReceiver([example], { ...rest, inbox, now, logger })
  const sendSigned = (delivery: SimulatedDelivery) => deliver(receiver, delivery)
  return {
    receiver,
    runs,
    lines,
    send: (body) => sendSigned(signed(body)),
    sendSigned,
    handle(name, work = () => undefined, handlerOptions = {}) {
      receiver.onAny({ name, ...handlerOptions }, async (event, { attempt }) => {
        const run = { handler: name, event, attempt }
        runs.push(run)
        await work(run)
      })
    },
    ranFor: (jobId) => runs.filter(({ event }) => event.jobId === jobId).map(({ handler }) => handler),
  }
}
