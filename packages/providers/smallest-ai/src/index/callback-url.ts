import { isCallbackUrl, type Secret } from '@stt-webhooks/core/provider'
import { defaultParameter, type UrlCredentials } from './credentials.ts'
import { invalidOption } from './invalid-option.ts'
import type { SmallestAiSubmitOptions } from './submit-parameters.ts'

/**
 * The URL that Smallest.ai is to call, with what makes its deliveries pass.
 * @throws WebhookError `invalid_option` for a URL or a token with which every delivery would be refused
 */
export function callbackUrl(
  { url, tokenIn = 'query', secret }: SmallestAiSubmitOptions,
  { secret: configured, parameter = defaultParameter, auth }: UrlCredentials,
): string {
  const target = URL.canParse(url) ? new URL(url) : undefined
  if (target === undefined || !/^https?:$/.test(target.protocol) || target.hash !== '') {
    throw invalidOption(
      '`url` is not an absolute http or https URL. Give the one under which this server is reached from outside.',
    )
  }
  if (auth !== undefined) {
    if (isCallbackUrl(url)) return url
    throw invalidOption(
      '`url` is not signed, and `auth` accepts nothing else. Make it with receiver.callbackUrl().',
    )
  }
  const token = tokenOf(configured, secret)
  if (token === undefined) return url
  return tokenIn === 'path' ? withSegment(target, token) : withParameter(target, parameter, token)
}

/** In the path is room for one. */
function withSegment(url: URL, token: string): string {
  if (isCallbackUrl(url.origin + url.pathname)) {
    throw invalidOption("The path of `url` ends with a token already. Leave `tokenIn: 'path'` out.")
  }
  url.pathname = `${url.pathname.replace(/\/+$/, '')}/${encodeURIComponent(token)}`
  return url.href
}

function withParameter(url: URL, parameter: string, token: string): string {
  if (url.searchParams.has(parameter)) {
    throw invalidOption(`The query of \`url\` has "${parameter}" already. Give \`url\` without a token.`)
  }
  const query = new URLSearchParams({ [parameter]: token }).toString()
  // Written behind what is there, which `searchParams` would encode anew.
  url.search = url.search === '' ? query : `${url.search}&${query}`
  return url.href
}

/** The token of one job; `undefined` if deliveries are not verified. */
function tokenOf(configured: Secret | undefined, given: string | undefined): string | undefined {
  const token = given ?? firstOf(configured)
  if (token === undefined) return undefined
  const isUnknown =
    configured !== undefined && typeof configured !== 'function' && ![configured].flat().includes(token)
  if (isUnknown || token.trim() === '') {
    throw invalidOption(
      '`secret` is blank or none of the secrets of the provider, so its deliveries would be refused. Leave it out, or add it there.',
    )
  }
  return token
}

function firstOf(secret: Secret | undefined): string | undefined {
  if (typeof secret === 'function') {
    throw invalidOption('The provider has a function for its secrets. Give the `secret` of this job.')
  }
  return typeof secret === 'string' ? secret : secret?.[0]
}
