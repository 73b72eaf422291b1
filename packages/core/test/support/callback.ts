import { Buffer } from 'node:buffer'
import { createHmac } from 'node:crypto'
import type { AnyEvent, Provider, ReceiverOptions } from '@stt-webhooks/core'
import { isRecord, metadataFrom, stringAt } from '@stt-webhooks/core/provider'
import { fakeProvider } from './provider.ts'
import { type Bench, createBench } from './receiver.ts'
import { toRequest } from './request.ts'

export const callbackSecret = 'callback-secret-1'

export interface CallbackBench extends Bench {
  readonly events: AnyEvent[]
}

/** A receiver that can make callback URLs, and a provider whose metadata is the query of the URL that was called. */
export function createCallbackBench(
  provider: Partial<Provider> = {},
  options: ReceiverOptions = {},
): CallbackBench {
  const bench = createBench(
    { publicUrl: 'https://example.com', callbackSecrets: callbackSecret, ...options },
    [fakeProvider({ read: readAnything, ...provider })],
  )
  const events: AnyEvent[] = []
  bench.receiver.onAny((event) => void events.push(event))
  return { ...bench, events }
}

/** One event of any body; `{ "id" }` names the job. */
const readAnything: Provider['read'] = (delivery) => {
  const body = delivery.json()
  const raw = isRecord(body) ? body : {}
  const jobId = stringAt(raw, 'id')
  const key = jobId === undefined ? 'body' : ({ jobId, phase: 'ended' } as const)
  const metadata = metadataFrom(delivery.query, isRecord(raw['metadata']) ? raw['metadata'] : undefined)
  const event = {
    type: 'transcript.completed',
    provider: 'fake',
    product: 'fake',
    jobId,
    metadata,
    raw,
  } as const
  return { outcome: 'events', events: [{ key, event }] }
}

/** Calls a callback URL as the service would. */
export function call(
  { receiver }: Bench,
  url: string,
  body = '{}',
  headers: Readonly<Record<string, string>> = {},
): ReturnType<Bench['receiver']['receive']> {
  return receiver.receive(toRequest({ url: pathOf(url), body, headers }))
}

export function pathOf(url: string): string {
  const { pathname, search } = new URL(url)
  return pathname + search
}

/** The token of a URL of the path form. */
export function tokenOf(url: string): string {
  return url.slice(url.lastIndexOf('/') + 1)
}

/** A token made by hand: the format is known to every job in flight and must not change. */
export function signByHand(payload: string, endpoint = 'fake', secret: string = callbackSecret): string {
  const encoded = Buffer.from(payload).toString('base64url')
  const message = `stt-webhooks callback\n${endpoint}\n${encoded}`
  return `cb1.${encoded}.${createHmac('sha256', secret).update(message).digest('base64url')}`
}
