import type { Result } from '../src/orders.ts'

/** What is to become of an order. */
export interface Expectation {
  readonly reference: string
  readonly trouble: string
  readonly outcome: 'completed' | 'failed' | 'overdue'
}

export interface Line extends Expectation {
  /** `nothing`, or what came: `completed by sweep`. */
  readonly came: string
  readonly verdict: 'good' | 'lost' | 'wrong' | 'handled twice'
}

/** Compares what was to become of the orders with what the handlers saved. */
export function report(expectations: readonly Expectation[], results: readonly Result[]): Line[] {
  return expectations.map((expectation) => {
    const own = results.filter(({ reference }) => reference === expectation.reference)
    const came = own.map(({ outcome, source }) => `${outcome} by ${source}`).join(', ') || 'nothing'
    return { ...expectation, came, verdict: verdictOf(expectation, own) }
  })
}

function verdictOf({ outcome }: Expectation, [first, ...more]: readonly Result[]): Line['verdict'] {
  if (first === undefined) return 'lost'
  if (more.length > 0) return 'handled twice'
  return first.outcome === outcome ? 'good' : 'wrong'
}
