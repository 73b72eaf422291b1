/** An answer of the API, its body read. */
export interface ApiAnswer {
  readonly status: number
  readonly headers: Headers
  /** The body decoded as UTF-8. */
  text(): string
}

export interface Answer extends ApiAnswer {
  readonly bytes: Uint8Array
}

export function createAnswer(status: number, headers: Headers, bytes: Uint8Array): Answer {
  return { status, headers, bytes, text: () => new TextDecoder().decode(bytes) }
}
