/** Mulberry32: the same numbers for the same seed, so that a round that lost something can be had again as nearly as timing allows. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0
  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  return { next, between: (low, high) => low + Math.floor(next() * (high - low + 1)) }
}

export interface Random {
  /** From 0 to 1, without 1. */
  next(): number
  /** A whole number, both ends included. */
  between(low: number, high: number): number
}
