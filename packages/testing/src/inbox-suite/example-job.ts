import { Buffer } from 'node:buffer'
import { createHash, createHmac } from 'node:crypto'
import type { AnyEvent } from '@stt-webhooks/core'
import type { NewEntry, StoredDelivery } from '@stt-webhooks/core/inbox'
import { eventId } from '@stt-webhooks/core/provider'
import { fakeEvent } from '../fake-event.ts'
import type { SimulatedDelivery } from '../simulator.ts'

export const secret = 'example secret'

/** When every check begins, in milliseconds since 1970. */
export const start: number = Date.UTC(2026, 0, 1)

/** What the example service sends of a job that ended well. */
export function completed(id: string, text?: string): { id: string; status: 'completed'; text?: string } {
  return { id, status: 'completed', ...(text === undefined ? {} : { text }) }
}

export function processing(id: string): { id: string; status: 'processing' } {
  return { id, status: 'processing' }
}

/** A genuine delivery of the example service. */
export function signed(body: object | string | Uint8Array): SimulatedDelivery {
  const isText = typeof body === 'string' || body instanceof Uint8Array
  const bytes = Buffer.from(isText ? body : JSON.stringify(body))
  const signature = createHmac('sha256', secret).update(bytes).digest('hex')
  return {
    method: 'POST',
    url: '/webhooks/stt/example',
    headers: { 'content-type': 'application/json', 'x-example-signature': signature },
    body: bytes,
  }
}

export type Phase = 'processing' | 'ended' | 'deleted'

const ranks = { processing: 1, ended: 2, deleted: 3 } as const

/** The id that the event of this phase has, whichever delivery brings it. */
export function idOf(jobId: string, phase: Phase = 'ended', endpoint = 'example'): string {
  return eventId(endpoint, 'example', { jobId, phase }, new Uint8Array())
}

export interface EntryOptions {
  readonly phase?: Phase
  readonly endpoint?: string
  /** Milliseconds since 1970. Default: when the check began. */
  readonly now?: number
  /** Changes of the event. */
  readonly event?: object
}

/** An entry as a receiver makes it of an event of the example service. */
export function entryOf(jobId: string, options: EntryOptions = {}): NewEntry & { readonly event: AnyEvent } {
  const { phase = 'ended', endpoint = 'example', now = start } = options
  const receivedAt = new Date(now).toISOString()
  const id = idOf(jobId, phase, endpoint)
  const about = {
    ...{ id, jobId, endpoint, provider: 'example', product: 'example', receivedAt },
    raw: { id: jobId, phase },
  }
  const event: AnyEvent =
    phase === 'ended'
      ? { ...fakeEvent('transcript.completed', about), ...options.event }
      : { ...fakeEvent('transcript.progressed', { ...about, phase }), ...options.event }
  return { id, event, job: JSON.stringify([endpoint, jobId, 'example']), rank: ranks[phase] }
}

/** A delivery as a receiver stores it. */
export function storedDelivery(
  now: number,
  {
    body = '{}',
    ...parts
  }: Partial<Omit<StoredDelivery, 'body' | 'checksum'>> & {
    readonly body?: string | Uint8Array
  } = {},
): StoredDelivery {
  const bytes = Buffer.from(body)
  return {
    endpoint: 'example',
    provider: 'example',
    method: 'POST',
    url: '/webhooks/stt/example',
    headers: { 'content-type': 'application/json' },
    body: bytes,
    checksum: createHash('sha256').update(bytes).digest('hex'),
    receivedAt: new Date(now).toISOString(),
    verifiedBy: 'signature',
    ...parts,
  }
}
