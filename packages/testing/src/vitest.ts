import { describe, it } from 'vitest'
import type { Check } from './checks.ts'

/** Registers the checks of a contract suite with vitest, one test each. */
export function describeChecks(name: string, checks: readonly Check[]): void {
  describe(name, () => {
    for (const check of checks) it(check.name, () => check.run())
  })
}
