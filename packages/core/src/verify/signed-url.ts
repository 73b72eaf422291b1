import { refused, type Verifier } from './verification.ts'

/**
 * For services that offer nothing to verify by: the callback URL, signed by `receiver.callbackUrl()`, is the credential.
 * It proves that whoever sends was given the URL by us, not that the body is genuine.
 */
export function signedUrl(): Verifier {
  return (_, { callback }) => {
    if (callback === undefined)
      return refused('the callback URL carries no token of ours: make it with receiver.callbackUrl()')
    return 'reason' in callback ? refused(callback.reason) : { verified: true, by: 'callback' }
  }
}
