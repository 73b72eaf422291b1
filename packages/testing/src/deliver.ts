import type { EventOf, ProviderList, Receipt, Receiver, WebhookRequest } from '@stt-webhooks/core'
import { WebhookError } from '@stt-webhooks/core/adapter'
import type { SimulatedDelivery } from './simulator.ts'

/** What a delivery led to. */
export interface Delivered<E> {
  readonly status: number
  readonly body: string | null
  readonly outcome: Receipt['outcome']
  readonly reason?: string | undefined
  readonly events: readonly E[]
  readonly handlers: readonly { readonly name: string; readonly error?: unknown }[]
}

export interface DeliverOptions {
  /** False: as after a body parser that did not keep the bytes. Default: true. */
  readonly exact?: boolean
  readonly remoteAddress?: string
}

/**
 * Gives a delivery to a receiver without a socket: everything but HTTP itself runs.
 * @throws RangeError if no provider of the receiver listens at the delivery's URL
 */
export async function deliver<P extends ProviderList>(
  receiver: Receiver<P>,
  delivery: SimulatedDelivery,
  options: DeliverOptions = {},
): Promise<Delivered<EventOf<P>>> {
  const receipt = await receiver.receive(toRequest(delivery, options))
  if (receipt === undefined) throw new RangeError(`No provider listens at ${delivery.url.split('?', 1)[0]}.`)
  const { response, outcome, reason, events, handlers } = receipt
  return { status: response.status, body: response.body, outcome, reason, events, handlers }
}

/** The request that an adapter would make of a simulated delivery. */
export function toRequest(delivery: SimulatedDelivery, options: DeliverOptions = {}): WebhookRequest {
  const headers = new Map(
    Object.entries(delivery.headers).map(([name, value]) => [name.toLowerCase(), value]),
  )
  const { body: bytes } = delivery
  return {
    method: delivery.method,
    url: pathOf(delivery.url),
    remoteAddress: options.remoteAddress,
    header: (name) => headers.get(name.toLowerCase()),
    async body(take) {
      take(bytes.length)
      const remedy = 'This delivery was made with `exact: false`.'
      return options.exact === false ? { bytes, exact: false, remedy } : { bytes, exact: true }
    },
  }
}

function pathOf(url: string): string {
  if (url.startsWith('/')) return url
  if (!URL.canParse(url))
    throw new WebhookError('invalid_option', `"${url}" is neither a path nor an absolute URL.`)
  const { pathname, search } = new URL(url)
  return pathname + search
}
