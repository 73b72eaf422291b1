import type { SecondFactor } from './source-addresses.ts'
import { refused, type Verifier } from './verification.ts'

/** The first verifier that accepts decides. */
export function anyOf(...verifiers: readonly Verifier[]): Verifier {
  return async (delivery, context) => {
    const reasons: string[] = []
    for (const verify of verifiers) {
      const result = await verify(delivery, context)
      if (result.verified) return result
      reasons.push(result.reason)
    }
    return refused(reasons.join('; '))
  }
}

/** The verifier and every second factor must accept; the verifier's word is what the event tells. */
export function allOf(verify: Verifier, ...factors: readonly SecondFactor[]): Verifier {
  return async (delivery, context) => {
    const result = await verify(delivery, context)
    if (!result.verified) return result
    for (const factor of factors) {
      const second = factor(delivery)
      if (!second.verified) return second
    }
    return result
  }
}
