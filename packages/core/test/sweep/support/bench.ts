import {
  type AnyEvent,
  createReceiver,
  type ErrorContext,
  inboxMemory,
  type MemoryInbox,
  type Receiver,
  type ReceiverOptions,
  type Sweeper,
  type WebhookError,
} from '@stt-webhooks/core'
import { createService, type Service } from './service.ts'

export interface SweepBench {
  readonly receiver: Receiver & Sweeper
  readonly inbox: MemoryInbox
  readonly service: Service
  readonly clock: { now: number }
  /** What the handler got, in order. */
  readonly events: AnyEvent[]
  readonly errors: { readonly error: WebhookError; readonly context: ErrorContext }[]
  readonly lines: string[]
  /** Sends the webhook of a job. */
  deliver(id: string, secret?: string): Promise<number | undefined>
}

export const minute = 60_000

/** A receiver at work on a memory inbox, with a service to ask and a clock of its own. */
export async function createSweepBench(
  options: ReceiverOptions = {},
  parts: Partial<Pick<SweepBench, 'service' | 'inbox' | 'clock'>> = {},
): Promise<SweepBench> {
  const { service = createService(), clock = { now: Date.UTC(2026, 0, 1) } } = parts
  const now = (): number => clock.now
  const { inbox = inboxMemory({ now }) } = parts
  const lines: string[] = []
  const write = (line: string): void => void lines.push(line)
  const receiver = createReceiver([service.provider], {
    logger: { info: write, warn: write, error: write },
    now,
    ...options,
    sweep: { maxPerSecond: 1_000_000, ...options.sweep },
    inbox,
  })
  const events: AnyEvent[] = []
  const errors: SweepBench['errors'] = []
  receiver.onAny((event) => void events.push(event))
  receiver.onError((error, context) => void errors.push({ error, context }))
  await receiver.start()
  return {
    ...{ receiver, inbox, service, clock, events, errors, lines },
    async deliver(id, secret) {
      const response = await receiver.handle(service.webhook(id, secret))
      await receiver.idle()
      return response?.status
    },
  }
}

/** Sweeps once, and lets the handlers finish. */
export async function sweep(
  { receiver }: SweepBench,
  options: Parameters<Sweeper['sweep']>[0] = {},
): Promise<Awaited<ReturnType<Sweeper['sweep']>>[number]> {
  const [swept] = await receiver.sweep(options)
  await receiver.idle()
  if (swept === undefined) throw new Error('Nothing was swept.')
  return swept
}
