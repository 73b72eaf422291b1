import type { Pair, Repetition, Sample } from './pairing.ts'

/** A share of the other side: 1 is as fast. */
export interface Share {
  /** Median of all pairs. */
  readonly median: number
  /** Median of the worst and of the best repetition. */
  readonly low: number
  readonly high: number
}

export interface Summary {
  readonly base: Sample
  readonly ours: Sample
  readonly throughput: Share
  readonly cpu: Share
  readonly errors: number
}

export function summarise(repetitions: readonly Repetition[]): Summary {
  const pairs = repetitions.flat()
  const base = pairs.map((pair) => pair.base)
  const ours = pairs.map((pair) => pair.ours)
  return {
    base: typical(base),
    ours: typical(ours),
    throughput: share(repetitions, (pair) => pair.ours.rate / pair.base.rate),
    cpu: share(repetitions, (pair) => pair.base.cpu / pair.ours.cpu),
    errors: [...base, ...ours].reduce((sum, sample) => sum + sample.errors, 0),
  }
}

function share(repetitions: readonly Repetition[], ratio: (pair: Pair) => number): Share {
  const medians = repetitions.map((pairs) => percentile(pairs.map(ratio), 0.5))
  return {
    median: percentile(repetitions.flat().map(ratio), 0.5),
    low: Math.min(...medians),
    high: Math.max(...medians),
  }
}

function typical(samples: readonly Sample[]): Sample {
  const of = (value: (sample: Sample) => number) => percentile(samples.map(value), 0.5)
  return {
    rate: of((sample) => sample.rate),
    cpu: of((sample) => sample.cpu),
    busy: of((sample) => sample.busy),
    p99: of((sample) => sample.p99),
    errors: of((sample) => sample.errors),
  }
}

/** Between two values, what lies between them in proportion; 0.5 is the median. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  const place = (sorted.length - 1) * share
  const below = sorted[Math.floor(place)] ?? Number.NaN
  const above = sorted[Math.ceil(place)] ?? Number.NaN
  return below + (above - below) * (place % 1)
}
