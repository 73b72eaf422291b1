import { type Transcript, WebhookError } from '@stt-webhooks/core'
import { spacingIn } from './spacing.ts'
import { type Part, type Token, tokensOf } from './token.ts'

/**
 * All that was said, in the order of time. Throws `transcript_untimed` if the transcript has text and no times.
 */
export function spokenIn(transcript: Transcript, maxLength: number): readonly Token[] {
  const isSpaced = spacingIn(transcript.text)
  const tokens = timedParts(transcript).flatMap((part) => tokensOf(part, maxLength, isSpaced(part.text)))
  return inOrderOfTime(tokens)
}

function timedParts({ text, words, utterances }: Transcript): readonly Part[] {
  if (words.length > 0) return words
  const timed = utterances.flatMap(({ start, end, ...rest }) =>
    start === undefined || end === undefined ? [] : [{ ...rest, start, end }],
  )
  // Silence needs no times. Anything else must not be lost.
  const isComplete = timed.length === utterances.length && timed.length > 0
  if (isComplete || (utterances.length === 0 && text.trim() === '')) return timed
  throw new WebhookError(
    'transcript_untimed',
    'The transcript has no times, so there can be no captions. Ask the service for word times or utterances, or use toText().',
  )
}

/** Voices take turns word by word. Within one voice the order of the service stays, also where its times go back. */
function inOrderOfTime(tokens: readonly Token[]): readonly Token[] {
  const latest = new Map<string, number>()
  return tokens
    .map((token) => {
      const voice = JSON.stringify([token.speaker, token.channel])
      const start = Math.max(token.start, latest.get(voice) ?? 0)
      latest.set(voice, start)
      return { ...token, start, end: Math.max(token.end, start) }
    })
    .sort((one, other) => one.start - other.start)
}
