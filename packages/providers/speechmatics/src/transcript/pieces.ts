import { isRecord, type JsonRecord } from '@stt-webhooks/core/provider'

/** What one result of json-v2 says. An entity stands for its words. */
export interface Piece {
  readonly text: string
  /** Punctuation only: the neighbour that it is written next to. */
  readonly attachesTo: string | undefined
  readonly endsSentence: boolean
  readonly start: number | undefined
  readonly end: number | undefined
  readonly confidence: number | undefined
  readonly language: string | undefined
  readonly speaker: string | undefined
  readonly channel: string | undefined
}

/** Results of other types are to be ignored, says the documentation; those without content have nothing to say. */
export function piecesOf(results: readonly unknown[]): readonly Piece[] {
  const pieces: Piece[] = []
  for (const result of results) {
    const piece = isRecord(result) ? toPiece(result) : undefined
    if (piece !== undefined) pieces.push(piece)
  }
  return pieces
}

function toPiece(result: JsonRecord): Piece | undefined {
  const { type, alternatives } = result
  if (type !== 'word' && type !== 'entity' && type !== 'punctuation') return undefined
  const best: unknown = Array.isArray(alternatives) ? alternatives[0] : undefined
  if (!isRecord(best)) return undefined
  const text = textOf(best['content'])
  if (text === undefined) return undefined
  return {
    text,
    attachesTo: type === 'punctuation' ? (textOf(result['attaches_to']) ?? 'previous') : undefined,
    endsSentence: result['is_eos'] === true,
    start: numberOf(result['start_time']),
    end: numberOf(result['end_time']),
    confidence: numberOf(best['confidence']),
    language: textOf(best['language']),
    speaker: textOf(best['speaker']),
    channel: textOf(result['channel']),
  }
}

// Plain reads: in a transcript of hours, `stringAt` and `numberAt` would take most of the time.

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined
}
