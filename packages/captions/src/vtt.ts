import type { Transcript } from '@stt-webhooks/core'
import { cuesOf } from './cues.ts'
import { type CaptionOptions, limitsOf } from './options.ts'
import { spokenIn } from './spoken.ts'
import { timestamp } from './timestamp.ts'
import { namesFor } from './voice.ts'

/**
 * WebVTT captions. The name of a speaker becomes the voice of the cue: `<v Anna>Hello.`
 *
 * Throws `invalid_option` for options that cannot work, and `transcript_untimed` for a transcript without times.
 *
 * @see https://www.w3.org/TR/webvtt1/
 */
export function toVtt(transcript: Transcript, options: CaptionOptions = {}): string {
  const limits = limitsOf(options)
  const nameOf = namesFor(transcript, options.speakers)
  const cues = cuesOf(spokenIn(transcript, limits.maxLineLength), limits).map((cue) => {
    const name = nameOf(cue)
    const voice = name === undefined ? '' : `<v ${escapeText(name)}>`
    const times = `${timestamp(cue.start, '.')} --> ${timestamp(cue.end, '.')}`
    return `\n${times}\n${voice}${cue.lines.map(escapeText).join('\n')}\n`
  })
  return `WEBVTT\n${cues.join('')}`
}

/** Without `>` there is no `-->` either. */
function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
