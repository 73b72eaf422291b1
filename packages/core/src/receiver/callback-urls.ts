import {
  type CallbackCheck,
  type CallbackOptions,
  createCallbacks,
  isToken,
  tokenParameter,
} from '../callback.ts'
import type { Provider } from '../contract.ts'
import { WebhookError } from '../error.ts'
import type { Delivery } from '../request.ts'
import { isUsable } from '../verify/secret.ts'
import type { ReceiverOptions } from './options.ts'
import type { Routes } from './routes.ts'

export interface CallbackUrls {
  /** @throws WebhookError `invalid_option` */
  create(endpoint: string, options: CallbackOptions): string
  /** The public URL of an endpoint; undefined without `publicUrl`. */
  urlOf(endpoint: string): string | undefined
  /** What a token of ours in the URL says; undefined if there is none. */
  check(provider: Provider, delivery: Delivery, now: number): CallbackCheck | undefined
}

/** @throws WebhookError `invalid_option` */
export function createCallbackUrls(
  options: Pick<ReceiverOptions, 'publicUrl' | 'callbackSecrets'>,
  path: string,
  routes: Routes,
  now: () => number,
): CallbackUrls {
  const callbacks = createCallbacks(secretsOf(options.callbackSecrets))
  const base = options.publicUrl === undefined ? undefined : baseOf(options.publicUrl)

  return {
    create(endpoint, callbackOptions) {
      const provider = routes.at(endpoint)
      if (provider === undefined)
        throw new WebhookError('invalid_option', `No provider listens on the endpoint "${endpoint}".`)
      if (provider.callback === 'account') {
        throw new WebhookError(
          'invalid_option',
          'This service calls one URL for the whole account: a URL cannot belong to a job.',
          {
            provider: provider.provider,
          },
        )
      }
      if (base === undefined)
        throw new WebhookError('invalid_option', 'Callback URLs need the option `publicUrl` of the receiver.')
      const token = callbacks.sign(endpoint, callbackOptions, now())
      const url = `${base}${path}/${endpoint}`
      return callbackOptions.form === 'query' ? `${url}?${tokenParameter}=${token}` : `${url}/${token}`
    },

    urlOf: (endpoint) => (base === undefined ? undefined : `${base}${path}/${endpoint}`),

    check(provider, delivery, time) {
      if (delivery.token === undefined && !delivery.url.includes('?')) return undefined
      const [token, ...more] = tokensIn(delivery)
      if (token === undefined) return undefined
      if (more.length > 0) return { reason: 'the callback URL carries more than one token' }
      return callbacks.check(token, provider.endpoint, time)
    },
  }
}

/** Only what bears our mark: a service's shared secret may stand in the same place. */
function tokensIn({ token, url, query }: Delivery): string[] {
  const inQuery = url.includes(`${tokenParameter}=`) ? query.getAll(tokenParameter) : []
  return [token, ...inQuery].filter(isToken)
}

function secretsOf(option: string | readonly string[] | undefined): readonly string[] {
  const secrets = option === undefined ? [] : [option].flat()
  if (option !== undefined && (secrets.length === 0 || !secrets.every(isUsable))) {
    throw new WebhookError(
      'invalid_option',
      'The option `callbackSecrets` is empty, or one of its secrets is blank.',
    )
  }
  return secrets
}

/** Origin and path prefix, without a slash at the end. */
function baseOf(publicUrl: string): string {
  const url = URL.canParse(publicUrl) ? new URL(publicUrl) : undefined
  if (url === undefined || !/^https?:$/.test(url.protocol) || /[?#]/.test(url.href)) {
    throw new WebhookError(
      'invalid_option',
      'The option `publicUrl` must be an http or https URL without query, such as https://example.com.',
    )
  }
  return url.href.replace(/\/+$/, '')
}
