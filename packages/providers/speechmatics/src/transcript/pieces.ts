import { isRecord, listAt, numberAt, stringAt } from '@stt-webhooks/core/provider'

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
export function piecesOf(results: readonly unknown[]): Piece[] {
  return results.flatMap((result) => toPiece(result) ?? [])
}

function toPiece(result: unknown): Piece | undefined {
  if (!isRecord(result)) return undefined
  const { type } = result
  if (type !== 'word' && type !== 'entity' && type !== 'punctuation') return undefined
  const [best] = listAt(result, 'alternatives')
  const text = isRecord(best) ? stringAt(best, 'content') : undefined
  if (!isRecord(best) || text === undefined) return undefined
  return {
    text,
    attachesTo: type === 'punctuation' ? (stringAt(result, 'attaches_to') ?? 'previous') : undefined,
    endsSentence: result['is_eos'] === true,
    start: numberAt(result, 'start_time'),
    end: numberAt(result, 'end_time'),
    confidence: numberAt(best, 'confidence'),
    language: stringAt(best, 'language'),
    speaker: stringAt(best, 'speaker'),
    channel: stringAt(result, 'channel'),
  }
}
