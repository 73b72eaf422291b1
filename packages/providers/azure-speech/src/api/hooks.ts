import type { Clock } from '@stt-webhooks/api-client'
import type { ApiCall, Secret } from '@stt-webhooks/core/provider'
import { readHooks } from './account-hooks.ts'
import { addressOf } from './address.ts'
import { authorization, missingKey } from './api-key.ts'
import { type ConnectionOptions, connect } from './connection.ts'
import {
  type AzureSpeechEnableOptions,
  type AzureSpeechHookSecret,
  createHookChanges,
} from './hook-changes.ts'
import type { AzureSpeechHookReport } from './hook-report.ts'
import { invalidOption } from './invalid-option.ts'
import { type AzureSpeechRegistrationOptions, createRegistration } from './registration.ts'

/** A request that is ready to be sent: `fetch(request.url, request)`. Its headers hold the API key: never log it. */
export interface AzureSpeechRequest {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  /** JSON. */
  readonly body: string | null
}

export interface AzureSpeechPage {
  readonly skip?: number | undefined
  readonly top?: number | undefined
}

/**
 * Builds the requests that manage the web hooks of the resource, and sends none but those of `check()`.
 * Every method throws the WebhookErrors `api_key_missing` and `invalid_option`.
 * @see https://learn.microsoft.com/en-us/rest/api/speechtotext/web-hooks
 */
export interface AzureSpeechHooks {
  /** Answered 201 with the hook, whose status is `NotStarted` until the challenge is answered. */
  register(options: AzureSpeechRegistrationOptions): AzureSpeechRequest
  /** Answered with `values` and, if there are more, `@nextLink`. */
  list(page?: AzureSpeechPage): AzureSpeechRequest
  /**
   * Asks for all hooks of the resource and says how they are; those of other applications are among them. Rejects with the WebhookErrors
   * `api_key_missing`, `api_key_refused`, `api_unavailable` and `api_answer`, or with the reason of the signal.
   */
  check(call?: Partial<ApiCall>): Promise<readonly AzureSpeechHookReport[]>
  /** Answered with the hook. The status `Failed` means that Azure Speech has given up calling it. */
  get(id: string): AzureSpeechRequest
  /** Has a `webhook.pinged` sent; answered 202. */
  ping(id: string): AzureSpeechRequest
  /** Has an event of the last fitting job sent, which cannot be told from a real one; answered 202, or 204 if there is none. */
  test(id: string): AzureSpeechRequest
  /** Subscribes the hook to nothing. Azure Speech has no other way to silence it. */
  pause(id: string, options?: AzureSpeechHookSecret): AzureSpeechRequest
  /** After a pause, and for a hook that Azure Speech has given up on: giving its URL again makes it send a new challenge. */
  enable(id: string, options: AzureSpeechEnableOptions): AzureSpeechRequest
  /** Answered 204. */
  delete(id: string): AzureSpeechRequest
}

export interface HooksOptions extends ConnectionOptions {
  readonly apiKey?: string | undefined
  /** Missing where deliveries are not verified. */
  readonly secret?: Secret | undefined
}

export function createHooks(options: HooksOptions, clock?: Clock): AzureSpeechHooks {
  const registration = createRegistration(options.secret)
  const changes = createHookChanges(options.secret)
  const service = options.apiKey === undefined ? undefined : connect(options.apiKey, options, clock)

  function request(
    method: AzureSpeechRequest['method'],
    path: string,
    { query = {}, body }: { query?: Readonly<Record<string, string>>; body?: object } = {},
  ): AzureSpeechRequest {
    if (options.apiKey === undefined) throw keyNeeded()
    const address = addressOf(options)
    const search = new URLSearchParams({ ...query, ...address.query }).toString()
    return {
      method,
      url: `${address.base}/webhooks${path}${search === '' ? '' : `?${search}`}`,
      headers: {
        ...authorization(options.apiKey),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      body: body === undefined ? null : JSON.stringify(body),
    }
  }

  function update(id: string, changes: object): AzureSpeechRequest {
    return request('PATCH', pathOf(id), { body: changes })
  }

  function trigger(id: string, action: 'ping' | 'test'): AzureSpeechRequest {
    const separator = options.apiVersion === 'v3.0' ? '/' : ':'
    return request('POST', `${pathOf(id)}${separator}${action}`)
  }

  return {
    register: (given) => request('POST', '', { body: registration(given) }),
    list: ({ skip, top } = {}) =>
      request('GET', '', {
        query: {
          ...(skip !== undefined && { skip: String(skip) }),
          ...(top !== undefined && { top: String(top) }),
        },
      }),
    async check({ signal } = {}) {
      if (service === undefined) throw keyNeeded()
      return await readHooks(service, signal)
    },
    get: (id) => request('GET', pathOf(id)),
    ping: (id) => trigger(id, 'ping'),
    test: (id) => trigger(id, 'test'),
    pause: (id, given = {}) => update(id, changes.pause(given)),
    enable: (id, given) => update(id, changes.enable(given)),
    delete: (id) => request('DELETE', pathOf(id)),
  }
}

const keyNeeded = () => missingKey('Web hooks cannot be managed without a key.')

/** `.` and `..` cannot be encoded, and would name something else than a hook. */
function pathOf(id: string): string {
  if (['', '.', '..'].includes(id))
    throw invalidOption('The id of the hook is empty or a dot. Give its UUID.')
  return `/${encodeURIComponent(id)}`
}
