import {
  type AnyEvent,
  createReceiver,
  type EndpointSweep,
  type ErrorContext,
  inboxMemory,
  type MemoryInbox,
  type Provider,
  type Receiver,
  type Sweeper,
  type WebhookError,
} from '@stt-webhooks/core'
import { deliver, type SimulatedDelivery } from '@stt-webhooks/testing'

export interface Bench {
  readonly receiver: Receiver & Sweeper
  readonly inbox: MemoryInbox
  readonly events: AnyEvent[]
  /** The text of each transcript that the handler got. */
  readonly texts: string[]
  readonly errors: { readonly error: WebhookError; readonly context: ErrorContext }[]
  advance(ms: number): void
  /** Resolves to the status of the answer, once the handlers are done. */
  send(delivery: SimulatedDelivery): Promise<number>
  sweep(options?: Parameters<Sweeper['sweep']>[0]): Promise<EndpointSweep>
}

export interface BenchParts {
  readonly provider: Provider
  readonly clock: { now: number }
  readonly inbox?: MemoryInbox
  readonly overlapMs?: number
}

export const minute = 60_000
export const day: number = 24 * 60 * minute

/** An application on one service: its handler fetches the transcript of every job that was completed. */
export async function createBench({ provider, clock, inbox: given, overlapMs }: BenchParts): Promise<Bench> {
  const now = (): number => clock.now
  const inbox = given ?? inboxMemory({ now })
  const ignore = (): void => {}
  const receiver = createReceiver([provider], {
    ...{ inbox, now, logger: { info: ignore, warn: ignore, error: ignore } },
    sweep: { maxPerSecond: 1_000_000, overlapMs: overlapMs ?? day },
  })
  const events: AnyEvent[] = []
  const texts: string[] = []
  const errors: Bench['errors'] = []
  receiver.onAny(async (event, { transcript }) => {
    events.push(event)
    if (event.type === 'transcript.completed') texts.push((await transcript()).text)
  })
  receiver.onError((error, context) => void errors.push({ error, context }))
  await receiver.start()
  return {
    ...{ receiver, inbox, events, texts, errors },
    advance(ms) {
      clock.now += ms
    },
    async send(delivery) {
      const { status } = await deliver(receiver, delivery)
      await receiver.idle()
      return status
    },
    async sweep(options) {
      const [swept] = await receiver.sweep(options)
      await receiver.idle()
      if (swept === undefined) throw new Error('Nothing was swept.')
      return swept
    },
  }
}
