import { isRecord } from '@stt-webhooks/core/provider'
import type { SpeechmaticsTranscript } from '../payload.ts'
import type { Token } from './tokens.ts'

/** What stands between two words. */
export type Delimit = (before: Token, token: Token) => string

/** Languages without spaces have an empty delimiter; multilingual models tell it for each language. */
export function delimiterOf({ metadata }: SpeechmaticsTranscript): Delimit {
  const pack: unknown = metadata.language_pack_info
  const { word_delimiter, per_language_word_delimiters } = isRecord(pack) ? pack : {}
  const common = typeof word_delimiter === 'string' ? word_delimiter : ' '
  if (!isRecord(per_language_word_delimiters)) return (before) => (before.joinsNext ? '' : common)
  const byLanguage = per_language_word_delimiters

  function of({ language = '' }: Token): string {
    const own = Object.hasOwn(byLanguage, language) ? byLanguage[language] : undefined
    return typeof own === 'string' ? own : common
  }
  // Where the language changes, the one that has a delimiter wins.
  return (before, token) => (before.joinsNext ? '' : of(token) || of(before))
}
