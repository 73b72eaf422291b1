/** What one adapter tells of one HTTP request. Lazy and in bytes: nothing is read or built before the path is known to be ours. */
export interface WebhookRequest {
  readonly method: string
  /** Path and query as the client sent them, framework mounts undone. Host and X-Forwarded-* are never trusted. */
  readonly url: string
  /** @throws WebhookError `header_repeated`: joining two credentials would hide one of them. */
  header(name: string): string | undefined
  /**
   * The body, asked for at most once and only when the path is ours.
   * `take` is called with the length of each chunk as it arrives and throws when reading must end.
   * @throws WebhookError `body_already_parsed`, `sender_gone`, or what `take` threw
   */
  body(take: (bytes: number) => void): Promise<RequestBody>
  /** The framework's own notion of the client's address, after its trust-proxy setting. */
  readonly remoteAddress?: string | undefined
}

/** `exact` bytes are those that came off the wire; others were put together again after a parser, and `remedy` tells how to keep the exact ones. */
export type RequestBody =
  | { readonly bytes: Uint8Array; readonly exact: true }
  | { readonly bytes: Uint8Array; readonly exact: false; readonly remedy: string }

export interface WebhookResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | null
}

/** One HTTP attempt as a provider sees it, body read. */
export interface Delivery {
  readonly method: string
  /** Path and query. It may hold a token: never log it. */
  readonly url: string
  /** The path segment after the endpoint, decoded. */
  readonly token: string | undefined
  readonly query: URLSearchParams
  header(name: string): string | undefined
  readonly remoteAddress: string | undefined
  /** The body, perhaps re-serialised by a parser that ran first: good for reading, not for verifying. */
  readonly bytes: Uint8Array
  /**
   * The body as it came off the wire: the only form a signature may be checked over.
   * @throws WebhookError `body_already_parsed`
   */
  exactBytes(): Uint8Array
  /** The body decoded as UTF-8. */
  text(): string
  /**
   * The body as JSON, without credentials and without the queries of signed URLs.
   * @throws SyntaxError
   */
  json(): unknown
}
