/** One promise of a contract, free of any test framework. `run` rejects when the promise is broken. */
export interface Check {
  readonly name: string
  run(): Promise<void>
}

/** A broken promise and how it showed. */
export interface Conviction {
  readonly check: string
  readonly error: unknown
}

/** Runs all checks, one after another, and returns those that failed: proof that a suite can tell a flawed subject. */
export async function convictions(checks: readonly Check[]): Promise<readonly Conviction[]> {
  const found: Conviction[] = []
  for (const check of checks) {
    try {
      await check.run()
    } catch (error) {
      found.push({ check: check.name, error })
    }
  }
  return found
}
