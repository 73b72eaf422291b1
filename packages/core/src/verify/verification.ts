import type { CallbackCheck } from '../callback.ts'
import type { MaybePromise } from '../maybe-promise.ts'
import type { Delivery } from '../request.ts'

/** What made us believe it; `'none'` only where the user asked for it by `unsafeAllowUnauthenticated`, `'api'` where the service was asked. */
export type VerifiedBy = 'signature' | 'secret' | 'callback' | 'confirmation' | 'api' | 'none'

export interface Verified {
  readonly verified: true
  readonly by: VerifiedBy
  /** Which of several ways it was, for the log. */
  readonly label?: string | undefined
}

export interface Refused {
  readonly verified: false
  /** For the log only; the sender is not told. Never holds a credential. */
  readonly reason: string
}

export type Verification = Verified | Refused

export interface VerifyContext {
  /** Milliseconds since 1970, by the receiver's clock. */
  readonly now: number
  /** What a token of ours in the URL says, if there is one. */
  readonly callback?: CallbackCheck | undefined
}

/** Decides whether a delivery is genuine. A throw is our own trouble (503), never a refusal. */
export type Verifier = (delivery: Delivery, context: VerifyContext) => MaybePromise<Verification>

export function refused(reason: string): Refused {
  return { verified: false, reason }
}

/** The verifier of `unsafeAllowUnauthenticated: true`: takes everything. */
export const unauthenticated: Verifier = () => ({ verified: true, by: 'none' })
