import type { Transcript, Utterance, Word } from '@stt-webhooks/core'

export interface SpokenTurn {
  readonly utterance: Utterance
  readonly words: readonly Word[]
}

/** The utterances of a transcript with their words. A word belongs to the last utterance that had begun. */
export function turnsOf({ utterances, words }: Pick<Transcript, 'utterances' | 'words'>): SpokenTurn[] {
  const utteranceOf = (word: Word) =>
    utterances.findLast(({ start = 0 }) => start <= word.start) ?? utterances[0]
  return utterances.map((utterance) => ({
    utterance,
    words: words.filter((word) => utteranceOf(word) === utterance),
  }))
}

export function toMilliseconds(seconds: number): number {
  return Math.round(seconds * 1000)
}
