import { refused, type Verifier } from './verification.ts'

/** The verifier of callback URLs. Marked, so that a provider that takes it takes no other. */
export interface SignedUrl extends Verifier {
  readonly '~signedUrl': true
}

/**
 * For services that offer nothing to verify by: the callback URL, signed by `receiver.callbackUrl()`, is the credential.
 * It proves that whoever sends was given the URL by us, not that the body is genuine.
 */
export function signedUrl(): SignedUrl {
  return verifier
}

/** True for what `signedUrl()` of any copy of this package gives. */
export function isSignedUrl(value: unknown): value is SignedUrl {
  return typeof value === 'function' && '~signedUrl' in value
}

const verify: Verifier = (_, { callback }) => {
  if (callback === undefined)
    return refused('the callback URL carries no token of ours: make it with receiver.callbackUrl()')
  return 'reason' in callback ? refused(callback.reason) : { verified: true, by: 'callback' }
}

const verifier: SignedUrl = Object.assign(verify, { '~signedUrl': true } as const)
