import { callbackUrl } from './callback-url.ts'
import type { UrlCredentials } from './credentials.ts'
import { invalidOption } from './invalid-option.ts'
import { toWebhookExtra } from './webhook-extra.ts'

export interface SmallestAiSubmitOptions {
  /**
   * Where Smallest.ai is to send the webhook: the public URL of this endpoint, or what `receiver.callbackUrl('smallest-ai')` gives. With
   * `auth: signedUrl()` it must be the latter and is used as it is.
   */
  readonly url: string
  /** Found in `event.metadata`, as texts. Not signed: what must be trusted belongs into `callbackUrl`. */
  readonly extra?: Readonly<Record<string, string | number | boolean>> | undefined
  /** Documented for Pulse Pro only, whose default it is. What a GET would carry is not documented. */
  readonly method?: 'POST' | undefined
  /** Where the token is put. Default: `query`. */
  readonly tokenIn?: 'query' | 'path' | undefined
  /** Default: the first secret of the provider. Needed where the provider's `secret` is a function. */
  readonly secret?: string | undefined
}

/**
 * What `POST /waves/v1/stt/` wants to know of a webhook, for its query. They must be encoded there: the callback URL has a query of its own.
 * @see https://github.com/smallest-inc/smallest-ai-documentation/blob/bfc4ef15/fern/apis/waves/openapi/stt-openapi.yaml
 */
// A type alias, because `new URLSearchParams()` takes no interface.
export type SmallestAiSubmitParameters = {
  readonly webhook_url: string
  readonly webhook_extra?: string
  readonly webhook_method?: 'POST'
}

/** How jobs are submitted so that their webhooks come here and are taken for genuine. */
export interface SmallestAiSubmission {
  /**
   * For `new URLSearchParams({ model, language, ...provider.submitParameters({ url }) })`.
   * @throws WebhookError `invalid_option` for what could not come back
   */
  submitParameters(options: SmallestAiSubmitOptions): SmallestAiSubmitParameters
}

export function createSubmission(credentials: UrlCredentials): SmallestAiSubmission {
  return {
    submitParameters(options) {
      const { extra = {}, method } = options
      if (method !== undefined && method !== 'POST') {
        throw invalidOption('`method` must be POST or left out: what a GET would carry is not documented.')
      }
      const pairs = toWebhookExtra(extra)
      return {
        webhook_url: callbackUrl(options, credentials),
        ...(pairs === '' ? {} : { webhook_extra: pairs }),
        ...(method === undefined ? {} : { webhook_method: method }),
      }
    },
  }
}
