import pLimit from 'p-limit'
import type { Answer } from './call/answer.ts'
import { attempt } from './call/attempt.ts'
import { createFailures } from './call/failure.ts'
import { retry } from './call/retry.ts'
import type { Target } from './call/target.ts'
import { createTargets } from './call/targets.ts'
import { orAborted } from './call/time-limit.ts'
import { systemClock } from './clock.ts'
import {
  type ApiClientOptions,
  type ApiMethod,
  type ApiRequestOptions,
  type ApiSendOptions,
  type FileRequestOptions,
  positive,
} from './options.ts'
import { createDispatcher } from './transport/dispatcher.ts'
import type { ApiPath } from './url/api-path.ts'
import { UnsafeUrl } from './url/unsafe-url.ts'

/**
 * Reads one file. Every method rejects with a `WebhookError`, or with the reason of the signal.
 * Codes: `transcript_gone`, `not_ready`, `api_unavailable`, `api_answer`, `unsafe_url`.
 */
export interface ApiReader {
  /** The body parsed as JSON; what is in it is not checked. */
  json(options?: FileRequestOptions): Promise<unknown>
  /** The body decoded as UTF-8. */
  text(options?: FileRequestOptions): Promise<string>
  bytes(options?: FileRequestOptions): Promise<Uint8Array>
}

/**
 * Calls the API of one service. Every method rejects with a `WebhookError`, or with the reason of the signal.
 * Codes: `api_key_refused`, `transcript_gone`, `not_ready`, `api_unavailable`, `api_answer`, `unsafe_url`.
 */
export interface ApiClient {
  /** The body parsed as JSON; what is in it is not checked. */
  json(path: ApiPath, options?: ApiRequestOptions): Promise<unknown>
  /** The body decoded as UTF-8. */
  text(path: ApiPath, options?: ApiRequestOptions): Promise<string>
  bytes(path: ApiPath, options?: ApiRequestOptions): Promise<Uint8Array>
  /**
   * Changes something, with a JSON body. Gives the answer's body parsed as JSON, `undefined` for an empty one. No status outside of 2xx is
   * waited for: 404, 409 and 410 are `api_answer`.
   */
  send(method: ApiMethod, path: ApiPath, options?: ApiSendOptions): Promise<unknown>
  /** A URL found in an answer, on one of the hosts of the option `files`. It is called without the API key. */
  follow(url: string): ApiReader
}

/**
 * The one way to call the API of a service: over https, to public hosts, with limits for size, time and number.
 * Opens nothing until the first call.
 * @throws WebhookError `invalid_option`
 */
export function createApiClient(options: ApiClientOptions): ApiClient {
  const { provider, clock = systemClock } = options
  const number = (name: NumberOption, fallback: number): number =>
    positive(provider, name, options[name], fallback)
  const timeoutMs = number('timeoutMs', 10_000)
  const deadlineMs = number('deadlineMs', 60_000)
  const tries = number('tries', 4)
  const limit = pLimit(number('concurrency', 8))
  const failures = createFailures(provider, options.keyOption ?? 'apiKey')
  const targets = createTargets(options)
  const parts = {
    clock,
    failures,
    maxBytes: number('maxBytes', 64_000_000),
    dispatcher: createDispatcher(provider, options.transport, timeoutMs),
  }

  function call<T>(
    aim: () => Target,
    parse: (answer: Answer) => T,
    { signal = never, deadlineMs: ownMs }: FileRequestOptions,
  ): Promise<T> {
    const work = limit(async () => {
      signal.throwIfAborted()
      const target = aim()
      return await retry(
        (remainingMs) => attempt(parts, target, parse, Math.min(timeoutMs, remainingMs), signal),
        {
          clock,
          signal,
          tries,
          isRepeatable: target.isRepeatable,
          deadlineMs: positive(provider, 'deadlineMs', ownMs, deadlineMs),
          gaveUp: (last, count) => failures.gaveUp(target, last, count),
        },
      )
    })
    return orAborted(work, signal).catch((error: unknown) => {
      throw error instanceof UnsafeUrl ? failures.unsafe(error) : error
    })
  }

  return {
    json: (path, request = {}) => call(() => targets.api(path, request), toJson, request),
    text: (path, request = {}) => call(() => targets.api(path, request), toText, request),
    bytes: (path, request = {}) => call(() => targets.api(path, request), toBytes, request),
    send: (method, path, request = {}) =>
      call(() => targets.change(method, path, request), toJsonOrNothing, request),
    follow: (url) => ({
      json: (request = {}) => call(() => targets.file(url), toJson, request),
      text: (request = {}) => call(() => targets.file(url), toText, request),
      bytes: (request = {}) => call(() => targets.file(url), toBytes, request),
    }),
  }
}

type NumberOption = 'timeoutMs' | 'deadlineMs' | 'tries' | 'concurrency' | 'maxBytes'

/** For calls that nobody will end. */
const never = new AbortController().signal

const toJson = (answer: Answer): unknown => JSON.parse(answer.text())
const toJsonOrNothing = (answer: Answer): unknown => (answer.bytes.length === 0 ? undefined : toJson(answer))
const toText = (answer: Answer): string => answer.text()
const toBytes = (answer: Answer): Uint8Array => answer.bytes
