import type { Provider, ProviderList } from '../contract.ts'
import { WebhookError } from '../error.ts'
import { positive } from './options.ts'

export interface Route {
  readonly provider: Provider
  readonly token: string | undefined
}

export interface Routes {
  /** The provider that listens at a URL of the form `{path}/{endpoint}[/{token}]`; undefined if the URL is not ours. */
  match(url: string): Route | undefined
  /** The provider of an endpoint. */
  at(endpoint: string): Provider | undefined
  /** The endpoint in a URL under our path where nobody listens, for the log. */
  stranger(url: string): string | undefined
}

const endpointForm = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/

/** @throws WebhookError `invalid_option` for a path or an endpoint that cannot be routed, or two providers on one endpoint */
export function createRoutes(path: string, providers: ProviderList): Routes {
  if (!/^\/(?:[^/?#\s]+\/)*[^/?#\s]+$/.test(path)) {
    throw new WebhookError(
      'invalid_option',
      `The option \`path\` must start with a slash and not end with one, not "${path}".`,
    )
  }
  const byEndpoint = new Map<string, Provider>()
  for (const provider of providers) if (provider) addEndpoint(byEndpoint, provider)
  const prefix = `${path}/`
  const bareRoutes = new Map<string, Route>()
  for (const [endpoint, provider] of byEndpoint)
    bareRoutes.set(prefix + endpoint, { provider, token: undefined })

  return {
    match(url) {
      // Most callback URLs have neither token nor query.
      const bare = bareRoutes.get(url)
      if (bare !== undefined) return bare
      const segments = segmentsAfter(prefix, url)
      if (segments === undefined) return undefined
      const [endpoint = '', token = '', ...more] = segments
      const provider = byEndpoint.get(endpoint)
      if (provider === undefined || more.length > 0) return undefined
      return { provider, token: token === '' ? undefined : decoded(token) }
    },
    at: (endpoint) => byEndpoint.get(endpoint),
    stranger(url) {
      const [endpoint = ''] = segmentsAfter(prefix, url) ?? []
      return endpointForm.test(endpoint) && !byEndpoint.has(endpoint) ? endpoint : undefined
    },
  }
}

function segmentsAfter(prefix: string, url: string): string[] | undefined {
  if (!url.startsWith(prefix)) return undefined
  const end = url.search(/[?#]/)
  return url.slice(prefix.length, end === -1 ? undefined : end).split('/')
}

function addEndpoint(byEndpoint: Map<string, Provider>, provider: Provider): void {
  if (provider.specificationVersion !== 'v1') {
    throw new WebhookError(
      'invalid_option',
      'The list of providers holds something else. Call the function of the package with its options, such as `revAi({ secret })`.',
    )
  }
  const { endpoint } = provider
  positive('bodyLimit', provider.bodyLimit, 1, provider.provider)
  positive('deadlineMs', provider.deadlineMs, 1, provider.provider)
  if (!endpointForm.test(endpoint)) {
    throw new WebhookError(
      'invalid_option',
      `The endpoint "${endpoint}" must be one path segment of letters, digits, "." "_" and "-".`,
      {
        provider: provider.provider,
      },
    )
  }
  if (byEndpoint.has(endpoint)) {
    throw new WebhookError(
      'invalid_option',
      `Two providers listen on the endpoint "${endpoint}". Give one of them the option \`endpoint\`.`,
      {
        provider: provider.provider,
      },
    )
  }
  byEndpoint.set(endpoint, provider)
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}
