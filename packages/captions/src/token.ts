import { cleanText } from './clean.ts'
import { cut, lengthOf } from './cut.ts'
import type { Voice } from './voice.ts'

/** The smallest part of a cue: a word, or a part of one that is longer than a line. */
export interface Token extends Voice {
  readonly text: string
  /** Characters. */
  readonly length: number
  /** Seconds. */
  readonly start: number
  readonly end: number
  /** A space stands before it, unless it begins a line. */
  readonly isSpaced: boolean
  readonly closes: 'sentence' | 'clause' | undefined
}

/** A word or an utterance. */
export interface Part extends Voice {
  readonly text: string
  readonly start: number
  readonly end: number
}

/** The tokens of a word or an utterance, which share its time by their length. */
export function tokensOf(part: Part, maxLength: number, isSpaced: boolean): readonly Token[] {
  const { start, end, speaker, channel } = part
  const pieces = cleanText(part.text)
    .split(' ')
    .flatMap((word) => cut(word, maxLength).map((text, index) => ({ text, isFirst: index === 0 })))
    .filter(({ text }) => text.trim() !== '')
    .map((piece) => ({ ...piece, length: lengthOf(piece.text) }))
  const total = pieces.reduce((sum, { length }) => sum + length, 0)
  const timeAfter = (spoken: number) => start + ((end - start) * spoken) / total

  let spoken = 0
  return pieces.map(({ text, isFirst, length }, index) => {
    const before = spoken
    spoken += length
    return {
      text,
      length,
      start: timeAfter(before),
      end: timeAfter(spoken),
      isSpaced: index === 0 ? isSpaced : isFirst,
      closes: closedBy(text),
      speaker,
      channel,
    }
  })
}

const sentenceEnd = /[\p{Sentence_Terminal}…][\p{Pe}\p{Pf}\p{Pi}"']*$/u
const clauseEnd = /\p{Terminal_Punctuation}[\p{Pe}\p{Pf}\p{Pi}"']*$/u
const abbreviation = /^(?:Mr|Mrs|Ms|Dr|Prof|St|\p{Lu})\.$/u

function closedBy(text: string): Token['closes'] {
  if (abbreviation.test(text)) return undefined
  if (sentenceEnd.test(text)) return 'sentence'
  return clauseEnd.test(text) ? 'clause' : undefined
}
