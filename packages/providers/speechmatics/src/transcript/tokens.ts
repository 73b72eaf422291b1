import type { Word } from '@stt-webhooks/core/provider'
import type { Piece } from './pieces.ts'

/** A word with its punctuation, and what is needed to put it into a text. */
export interface Token extends Word {
  readonly language: string | undefined
  readonly endsSentence: boolean
  /** Nothing stands between it and the next word, as after the hyphen of `self-service`. */
  readonly joinsNext: boolean
}

type Draft = { -readonly [Key in keyof Token]: Token[Key] }

/** Makes the pieces of one channel words: a mark of punctuation becomes part of the word that it attaches to. */
export function tokensOf(pieces: readonly Piece[]): readonly Token[] {
  const tokens: Draft[] = []
  // Marks such as `¿` wait for their word.
  let opening: Piece | undefined
  for (const piece of pieces) {
    const last = tokens.at(-1)
    if (piece.attachesTo === 'next') {
      opening = opening === undefined ? piece : { ...opening, text: opening.text + piece.text }
    } else if (last === undefined || piece.attachesTo === undefined || piece.attachesTo === 'none') {
      tokens.push(toToken(piece, opening?.text ?? '', last))
      opening = undefined
    } else {
      last.text += piece.text
      last.endsSentence ||= piece.endsSentence
      last.joinsNext = piece.attachesTo === 'both'
    }
  }
  if (opening !== undefined) tokens.push(toToken(opening, '', tokens.at(-1)))
  return tokens
}

/** A time that is missing is that of the word before. */
function toToken(piece: Piece, opening: string, before: Token | undefined): Draft {
  const { attachesTo, text, start = before?.end ?? 0, end = start, ...facts } = piece
  return { ...facts, text: opening + text, start, end, joinsNext: attachesTo === 'both' }
}
