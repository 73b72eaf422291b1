import type { Transcript } from '@stt-webhooks/core/provider'
import type { SpeechmaticsBody } from './payload.ts'
import { contentsOf } from './read/facts.ts'
import { fromJsonV2 } from './transcript/json-v2.ts'
import { fromSrt } from './transcript/srt.ts'
import { fromTxt } from './transcript/txt.ts'

/**
 * The transcript in a body, if there is one. Formats of one transcript may come together: json-v2 has the words, txt has the text as
 * it is to be read, srt has it cut to fit a screen.
 */
export function toTranscript(body: SpeechmaticsBody): Transcript | undefined {
  const contents = contentsOf(body)
  const json = contents.find((content) => content.form === 'json-v2')
  if (json !== undefined) return fromJsonV2(json.transcript)
  const txt = contents.find((content) => content.form === 'txt')
  if (txt !== undefined) return fromTxt(txt.text)
  const srt = contents.find((content) => content.form === 'srt')
  return srt && fromSrt(srt.text)
}
