import { describe, it } from 'node:test'
import type { Check } from './checks.ts'

/** Registers the checks of a contract suite with Node's own test runner, one test each. */
export function describeChecks(name: string, checks: readonly Check[]): void {
  void describe(name, () => {
    for (const check of checks) void it(check.name, () => check.run())
  })
}
