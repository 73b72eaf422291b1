import { type Transcript, WebhookError } from '@stt-webhooks/core'
import { withoutArrows } from './clean.ts'
import { spokenIn } from './spoken.ts'
import { isSameVoice } from './voice.ts'

/** A word as `@deepgram/captions` wants it. Times are seconds. */
export interface DeepgramWord {
  readonly word: string
  readonly start: number
  readonly end: number
  /** Place of the speaker in `transcript.speakers`, from 0: the package writes `Speaker 0`. */
  readonly speaker?: number
}

/**
 * Fits the `IConverter` of `@deepgram/captions`.
 *
 * @see https://github.com/deepgram/deepgram-node-captions#converters
 */
export interface DeepgramConverter {
  readonly transcriptionData: Transcript
  /** Lines of at most so many words, each of one speaker. */
  getLines(lineLength: number): DeepgramWord[][]
}

/**
 * For those who use `webvtt()` and `srt()` of `@deepgram/captions`. That package escapes nothing and starts again at 0 after 24 hours;
 * `toVtt()` and `toSrt()` do not.
 *
 * Throws `transcript_untimed` for a transcript without times or without words.
 */
export function toDeepgramConverter(transcript: Transcript): DeepgramConverter {
  const spoken = spokenIn(transcript, Number.POSITIVE_INFINITY)
  if (spoken.length === 0) {
    throw new WebhookError(
      'transcript_untimed',
      'The transcript has no words, and @deepgram/captions needs one. Use toVtt() or toSrt().',
    )
  }
  return {
    transcriptionData: transcript,
    getLines(lineLength) {
      const lines: DeepgramWord[][] = []
      spoken.forEach((token, index) => {
        const line = lines.at(-1)
        const before = spoken[index - 1]
        const isSame = before !== undefined && isSameVoice(before, token)
        const { text, start, end, speaker } = token
        const said = { word: withoutArrows(text), start, end, ...speakerIn(transcript, speaker) }
        if (line !== undefined && isSame && line.length < lineLength) line.push(said)
        else lines.push([said])
      })
      return lines
    },
  }
}

/** The package looks at the first word only to see whether there are speakers, so that all words have one or none has. */
function speakerIn({ speakers }: Transcript, label: string | undefined): { readonly speaker?: number } {
  if (speakers.length === 0) return {}
  const known = label === undefined ? -1 : speakers.indexOf(label)
  return { speaker: known === -1 ? speakers.length : known }
}
