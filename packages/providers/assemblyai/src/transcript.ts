import { listAt, numberAt, stringAt, type Transcript } from '@stt-webhooks/core/provider'
import type { AssemblyAiTranscript } from './payload.ts'
import { speakersOf } from './transcript/speakers.ts'
import { toSpoken } from './transcript/spoken.ts'

/** A completed transcript. Where personal data was redacted, only the redacted texts are taken, whatever else the answer holds. */
export function toTranscript(job: AssemblyAiTranscript): Transcript {
  const words = toSpoken(listAt(job, 'words'))
  // Nothing says in which order the utterances of several channels come.
  const utterances = toSpoken(listAt(job, 'utterances')).sort((one, other) => one.start - other.start)
  return {
    text: stringAt(job, 'text') ?? '',
    language: stringAt(job, 'language_code'),
    duration: numberAt(job, 'audio_duration'),
    confidence: numberAt(job, 'confidence'),
    words,
    utterances,
    speakers: speakersOf(words, utterances),
  }
}
