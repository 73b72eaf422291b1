import {
  isSignedUrl,
  type Secret,
  type SignedUrl,
  unauthenticated,
  urlToken,
  type Verifier,
} from '@stt-webhooks/core/provider'
import { invalidOption } from './invalid-option.ts'

/** Exactly one of the two; Smallest.ai signs nothing and sends no header of yours, so that the URL is all there is. */
export type SmallestAiCredentials =
  | {
      /**
       * An unguessable token that you put into the callback URL: as its last path segment, or as the query parameter `parameter`.
       * @see https://docs.smallest.ai/waves/documentation/speech-to-text/pre-recorded/webhooks
       */
      readonly secret: Secret
      /** The query parameter that holds the token. Default: `token`. */
      readonly parameter?: string | undefined
      readonly auth?: undefined
    }
  | {
      /** `signedUrl()`: every job gets a URL of its own by `receiver.callbackUrl()`, which is signed and expires. */
      readonly auth: SignedUrl
      readonly secret?: undefined
      readonly parameter?: undefined
    }

/** The credentials as they were given; all are missing where deliveries are not verified. */
export interface UrlCredentials {
  readonly secret?: Secret | undefined
  readonly parameter?: string | undefined
  readonly auth?: SignedUrl | undefined
  readonly unsafeAllowUnauthenticated?: boolean | undefined
}

export const defaultParameter = 'token'

/** @throws WebhookError `invalid_option` */
export function verifierOf(credentials: UrlCredentials): Verifier {
  const { secret, parameter = defaultParameter, auth, unsafeAllowUnauthenticated } = credentials
  if (unsafeAllowUnauthenticated) return unauthenticated
  if (auth === undefined) return urlToken({ provider: 'smallest-ai', secret, parameter })
  if (!isSignedUrl(auth)) throw invalidOption('The option `auth` takes `signedUrl()` and nothing else.')
  if (secret !== undefined) {
    throw invalidOption(
      '`secret` and `auth` are both set, and only one of them can be checked. Leave one out.',
    )
  }
  return auth
}
