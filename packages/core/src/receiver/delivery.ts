import { Buffer } from 'node:buffer'
import { WebhookError } from '../error.ts'
import { parseJson } from '../read/redact.ts'
import type { Delivery, RequestBody, WebhookRequest } from '../request.ts'

/** What a delivery needs of a request; a stored delivery has it too. */
export type DeliverySource = Pick<WebhookRequest, 'method' | 'url' | 'header' | 'remoteAddress'>

const emptyQuery = ''

class ReceivedDelivery implements Delivery {
  readonly method: string
  readonly url: string
  readonly token: string | undefined
  readonly bytes: Uint8Array
  readonly #source: DeliverySource
  readonly #body: RequestBody
  #query: URLSearchParams | undefined
  #text: string | undefined
  #json: { readonly value: unknown } | undefined

  constructor(source: DeliverySource, body: RequestBody, token: string | undefined) {
    this.method = source.method
    this.url = source.url
    this.token = token
    this.bytes = body.bytes
    this.#source = source
    this.#body = body
  }

  /** Frameworks may have to work for it, so it is asked for only when needed. */
  get remoteAddress(): string | undefined {
    return this.#source.remoteAddress
  }

  get query(): URLSearchParams {
    const mark = this.url.indexOf('?')
    this.#query ??= new URLSearchParams(mark === -1 ? emptyQuery : this.url.slice(mark + 1))
    return this.#query
  }

  header(name: string): string | undefined {
    return this.#source.header(name)
  }

  exactBytes(): Uint8Array {
    if (this.#body.exact) return this.bytes
    throw new WebhookError(
      'body_already_parsed',
      `The body was parsed before this middleware saw it, and its signature covers the exact bytes. ${this.#body.remedy}`,
    )
  }

  get parsed(): unknown {
    return this.#json?.value
  }

  text(): string {
    this.#text ??= asBuffer(this.bytes).toString('utf8')
    return this.#text
  }

  json(): unknown {
    this.#json ??= { value: parseJson(withoutByteOrderMark(this.text())) }
    return this.#json.value
  }
}

function asBuffer(bytes: Uint8Array): Buffer {
  return bytes instanceof Buffer ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

/** It is legal before JSON in a file and fatal to the parser. */
function withoutByteOrderMark(text: string): string {
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text
}

/** What `json()` gave; undefined if nobody asked for it. */
export function parsedJson(delivery: Delivery): unknown {
  return delivery instanceof ReceivedDelivery ? delivery.parsed : undefined
}

export function createDelivery(source: DeliverySource, body: RequestBody, token?: string): Delivery {
  return new ReceivedDelivery(source, body, token)
}
