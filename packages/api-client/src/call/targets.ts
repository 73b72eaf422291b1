import { WebhookError } from '@stt-webhooks/core/provider'
import type { ApiClientOptions, ApiMethod, ApiRequestOptions, ApiSendOptions } from '../options.ts'
import { type ApiPath, apiUrl } from '../url/api-path.ts'
import { fileHosts } from '../url/file-hosts.ts'
import { publicUrl } from '../url/public-url.ts'
import { UnsafeUrl } from '../url/unsafe-url.ts'
import type { ApiAnswer } from './answer.ts'
import type { Target } from './target.ts'

/** All throw `UnsafeUrl`. Only `file` adds no API key: the other URLs were built from the base. */
export interface Targets {
  api(path: ApiPath, request: ApiRequestOptions): Target
  change(method: ApiMethod, path: ApiPath, request: ApiSendOptions): Target
  file(url: string): Target
}

/** @throws WebhookError `invalid_option` */
export function createTargets(options: ApiClientOptions): Targets {
  const base = publicBase(options)
  const fileUrl = fileHosts(options.provider, options.files ?? [])

  function below(path: ApiPath, query: Query = {}, headers: Readonly<Record<string, string>> = {}) {
    const url = apiUrl(base, path)
    const name = url.host + url.pathname
    url.search = searchOf(query)
    return {
      kind: 'api',
      url,
      name,
      headers: async () => headersOf(options, headers, await options.authorize()),
    } as const
  }

  return {
    api: (path, request) => ({
      ...below(path, request.query, request.headers),
      method: 'GET',
      isRepeatable: true,
      isNotReady: request.isNotReady ?? options.isNotReady ?? isUnfinished,
      isGone: request.isGone ?? options.isGone ?? isMissing,
    }),
    change: (method, path, { query, headers, body, isRepeatable }) => ({
      ...below(
        path,
        query,
        body === undefined ? headers : { 'content-type': 'application/json', ...headers },
      ),
      method,
      body: body === undefined ? undefined : JSON.stringify(body),
      isRepeatable: isRepeatable ?? (method === 'PUT' || method === 'DELETE'),
      // A conflict is no "not yet", and there is nothing to wait for in what is not there.
      isNotReady: () => false,
      isGone: () => false,
    }),
    file(text) {
      const url = fileUrl(text)
      return {
        kind: 'file',
        method: 'GET',
        isRepeatable: true,
        url,
        // The path of a file may be all that protects it.
        name: url.host,
        headers: async () => new Headers(common),
        isNotReady: () => false,
        isGone: isMissing,
      }
    },
  }
}

const common = { accept: '*/*', 'accept-encoding': 'identity', 'user-agent': 'stt-webhooks' }

function isUnfinished({ status }: ApiAnswer): boolean {
  return status === 409 || status === 425
}

function isMissing({ status }: ApiAnswer): boolean {
  return status === 404 || status === 410
}

function publicBase({ provider, base }: ApiClientOptions): URL {
  try {
    const url = publicUrl(base)
    if (url.search === '') return url
    throw new UnsafeUrl('it has a query')
  } catch (error) {
    if (!(error instanceof UnsafeUrl)) throw error
    throw new WebhookError(
      'invalid_option',
      `The base of the API cannot be used: ${error.message}. Give the https URL of a public host.`,
      { provider },
    )
  }
}

type Query = NonNullable<ApiRequestOptions['query']>

function searchOf(query: Query): string {
  const parameters = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) parameters.append(name, String(value))
  }
  // Not every server takes `+` for a space; a plus in a value is `%2B` here.
  return parameters.toString().replaceAll('+', '%20')
}

function headersOf(
  { provider, keyOption = 'apiKey' }: ApiClientOptions,
  given: Readonly<Record<string, string>>,
  key: Readonly<Record<string, string>>,
): Headers {
  try {
    const headers = new Headers(common)
    for (const [name, value] of [...Object.entries(given), ...Object.entries(key)]) headers.set(name, value)
    return headers
  } catch {
    // The error that is not passed on quotes the value, which is the key.
    throw new WebhookError(
      'invalid_option',
      `\`${keyOption}\` holds a character that no header may hold, such as a line break. Give the key alone.`,
      { provider },
    )
  }
}
