import { Buffer } from 'node:buffer'
import { WebhookError, type WebhookRequest } from '@stt-webhooks/core'
import { createDelivery, type Delivery } from '@stt-webhooks/core/provider'

export interface RequestOptions {
  readonly method?: string
  readonly url?: string
  /** In lower case. A list is a header that came more than once. */
  readonly headers?: Readonly<Record<string, string | readonly string[]>>
  readonly body?: string | Uint8Array
  /** False: as after a body parser. */
  readonly exact?: boolean
  readonly remoteAddress?: string
}

const remedy = 'Move the parser behind this middleware.'

/** What an adapter would make of an HTTP request. */
export function toRequest(options: RequestOptions = {}): WebhookRequest {
  const { method = 'POST', url = '/webhooks/stt/fake', headers = {}, exact = true, remoteAddress } = options
  const bytes = Buffer.from(options.body ?? '{}')
  return {
    method,
    url,
    remoteAddress,
    header(name) {
      const value = headers[name.toLowerCase()]
      if (value === undefined || typeof value === 'string') return value
      throw new WebhookError('header_repeated', `The header ${name} came more than once.`)
    },
    async body(take) {
      take(bytes.length)
      return exact ? { bytes, exact } : { bytes, exact, remedy }
    },
  }
}

/** The request as a verifier sees it. `token` is the path segment behind the endpoint. */
export function toDelivery(options: RequestOptions & { readonly token?: string } = {}): Delivery {
  const bytes = Buffer.from(options.body ?? '{}')
  return createDelivery(
    toRequest(options),
    options.exact === false ? { bytes, exact: false, remedy } : { bytes, exact: true },
    options.token,
  )
}
