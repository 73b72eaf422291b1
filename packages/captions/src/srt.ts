import type { Transcript } from '@stt-webhooks/core'
import { withoutArrows } from './clean.ts'
import { cuesOf } from './cues.ts'
import { type CaptionOptions, limitsOf } from './options.ts'
import { spokenIn } from './spoken.ts'
import { timestamp } from './timestamp.ts'
import { type Token, tokensOf } from './token.ts'
import { isSameVoice, type NameOf, namesFor } from './voice.ts'

/**
 * SubRip subtitles. The name of a speaker stands before the first words of a turn: `Anna: Hello.`
 *
 * Throws `invalid_option` for options that cannot work, and `transcript_untimed` for a transcript without times.
 */
export function toSrt(transcript: Transcript, options: CaptionOptions = {}): string {
  const limits = limitsOf(options)
  const spoken = spokenIn(transcript, limits.maxLineLength)
  const tokens = withNames(spoken, namesFor(transcript, options.speakers), limits.maxLineLength)
  return cuesOf(tokens, limits)
    .map(({ start, end, lines }, index) => {
      const times = `${timestamp(start, ',')} --> ${timestamp(end, ',')}`
      return `${index + 1}\n${times}\n${lines.map(withoutArrows).join('\n')}\n`
    })
    .join('\n')
}

/** A name takes its place on the screen like any word, and no time. */
function withNames(tokens: readonly Token[], nameOf: NameOf, maxLength: number): readonly Token[] {
  return tokens.flatMap((token, index) => {
    const before = tokens[index - 1]
    const name = before !== undefined && isSameVoice(before, token) ? undefined : nameOf(token)
    if (name === undefined) return token
    const label = tokensOf({ ...token, text: `${name}:`, end: token.start }, maxLength, false)
    return [...label.map((part) => ({ ...part, closes: undefined })), { ...token, isSpaced: true }]
  })
}
