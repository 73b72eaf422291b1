import { hash } from 'node:crypto'
import { isToken, tokenParameter } from '../callback.ts'
import type { Provider } from '../contract.ts'
import type { AnyEvent } from '../event.ts'
import type { StoredDelivery } from '../inbox/contract.ts'
import type { Delivery } from '../request.ts'
import { createDelivery } from './delivery.ts'
import { read } from './read.ts'
import { type Arrival, stampEvents } from './stamp.ts'

/** What an inbox keeps of a delivery: the bytes, and of the rest only what reading looks at. */
export function toStored(provider: Provider, delivery: Delivery, arrival: Arrival): StoredDelivery {
  const { receivedAt, verifiedBy, callback } = arrival
  return {
    endpoint: provider.endpoint,
    provider: provider.provider,
    method: delivery.method,
    url: urlWithoutSecrets(provider, delivery),
    headers: headersOf(provider, delivery),
    body: delivery.bytes,
    checksum: hash('sha256', delivery.bytes),
    receivedAt,
    verifiedBy,
    ...(callback === undefined ? {} : { callback }),
  }
}

/** What a stored delivery holds, as today's reader sees it; or why it cannot be read. */
export async function readStored(
  provider: Provider,
  stored: StoredDelivery,
): Promise<readonly AnyEvent[] | { readonly unreadable: string }> {
  const { method, url, headers, body: bytes, checksum, receivedAt, verifiedBy, callback } = stored
  if (hash('sha256', bytes) !== checksum) return { unreadable: 'its stored bytes are damaged' }
  const header = (name: string): string | undefined => headers[name.toLowerCase()]
  const delivery = createDelivery({ method, url, header }, { bytes, exact: true })
  const reading = await read(provider, delivery)
  if (reading.outcome === 'unreadable') return { unreadable: reading.reason }
  if (reading.outcome === 'ignored') return []
  return stampEvents(provider, delivery, reading, { receivedAt, verifiedBy, callback, source: 'replay' })
}

function headersOf({ keeps }: Provider, delivery: Delivery): Record<string, string> {
  const headers: Record<string, string> = {}
  for (const name of ['content-type', ...(keeps?.headers ?? [])]) {
    const value = delivery.header(name)
    if (value !== undefined) headers[name] = value
  }
  return headers
}

function urlWithoutSecrets({ keeps }: Provider, { url, token, query }: Delivery): string {
  const [path = ''] = url.split('?', 1)
  // Whatever stands behind the endpoint is a token.
  const open = token === undefined ? path : path.slice(0, path.lastIndexOf('/'))
  const kept = [...query].filter(
    ([name, value]) =>
      !(keeps?.secretParameters?.includes(name) ?? false) && !(name === tokenParameter && isToken(value)),
  )
  return kept.length === 0 ? open : `${open}?${new URLSearchParams(kept)}`
}
