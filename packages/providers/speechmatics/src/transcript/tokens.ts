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
export function tokensOf(pieces: readonly Piece[], isSpeakerKnown: boolean): readonly Token[] {
  const tokens: Draft[] = []
  let last: Draft | undefined
  // Marks such as `¿` wait for their word.
  let opening: Piece | undefined
  let marks = ''

  function add(piece: Piece, text: string): void {
    last = toToken(piece, text, last, isSpeakerKnown)
    tokens.push(last)
    opening = undefined
    marks = ''
  }

  for (const piece of pieces) {
    const { attachesTo } = piece
    if (attachesTo === 'next') {
      opening ??= piece
      marks += piece.text
    } else if (last === undefined || attachesTo === undefined || attachesTo === 'none') {
      add(piece, marks + piece.text)
    } else {
      last.text += piece.text
      last.endsSentence ||= piece.endsSentence
      last.joinsNext = attachesTo === 'both'
    }
  }
  if (opening !== undefined) add(opening, marks)
  return tokens
}

/** A time that is missing is that of the word before. */
function toToken(piece: Piece, text: string, before: Token | undefined, isSpeakerKnown: boolean): Draft {
  const { start = before?.end ?? 0, end = start } = piece
  return {
    text,
    start,
    end,
    confidence: piece.confidence,
    speaker: isSpeakerKnown ? piece.speaker : undefined,
    channel: piece.channel,
    language: piece.language,
    endsSentence: piece.endsSentence,
    joinsNext: piece.attachesTo === 'both',
  }
}
