import type { Sample } from './host.ts'
import type { Pair, Repetition } from './pairing.ts'

/** A share of the hand-written server: 1 is as fast. */
export interface Share {
  /** Median of all pairs. */
  readonly median: number
  /** Median of the worst and of the best repetition. */
  readonly low: number
  readonly high: number
}

export interface Summary {
  readonly byHand: Sample
  readonly ours: Sample
  readonly throughput: Share
  readonly cpu: Share
  readonly errors: number
}

export function summarise(repetitions: readonly Repetition[]): Summary {
  const pairs = repetitions.flat()
  const byHand = pairs.map((pair) => pair.byHand)
  const ours = pairs.map((pair) => pair.ours)
  return {
    byHand: typical(byHand),
    ours: typical(ours),
    throughput: share(repetitions, (pair) => pair.ours.rate / pair.byHand.rate),
    cpu: share(repetitions, (pair) => pair.byHand.cpu / pair.ours.cpu),
    errors: [...byHand, ...ours].reduce((sum, sample) => sum + sample.errors, 0),
  }
}

function share(repetitions: readonly Repetition[], ratio: (pair: Pair) => number): Share {
  const medians = repetitions.map((pairs) => median(pairs.map(ratio)))
  return {
    median: median(repetitions.flat().map(ratio)),
    low: Math.min(...medians),
    high: Math.max(...medians),
  }
}

function typical(samples: readonly Sample[]): Sample {
  const of = (value: (sample: Sample) => number) => median(samples.map(value))
  return {
    rate: of((sample) => sample.rate),
    cpu: of((sample) => sample.cpu),
    busy: of((sample) => sample.busy),
    p99: of((sample) => sample.p99),
    errors: of((sample) => sample.errors),
  }
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.slice(Math.ceil(sorted.length / 2) - 1, Math.floor(sorted.length / 2) + 1)
  return middle.reduce((sum, value) => sum + value, 0) / middle.length
}
