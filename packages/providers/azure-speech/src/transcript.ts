import { isRecord, listAt, redactUrl, stringAt, type Transcript } from '@stt-webhooks/core/provider'
import { readPhrases } from './transcript/phrases.ts'
import { toRetiredTranscript } from './transcript/retired.ts'
import { assemble } from './transcript/spoken.ts'
import { durationOf } from './transcript/time.ts'

/** The transcripts in one result file: one, in v2.0 and v2.1 perhaps several. `undefined` if the file is of no form that we know. */
export function toTranscripts(result: unknown, languageOfJob?: string): readonly Transcript[] | undefined {
  if (!isRecord(result)) return undefined
  const { recognizedPhrases, AudioFileResults } = result
  if (Array.isArray(recognizedPhrases)) {
    const transcript = assemble(readPhrases(recognizedPhrases), {
      texts: listAt(result, 'combinedRecognizedPhrases').flatMap((phrase) =>
        isRecord(phrase) ? (stringAt(phrase, 'display') ?? []) : [],
      ),
      duration: durationOf(result),
      source: redactUrl(stringAt(result, 'source') ?? '') || undefined,
      language: languageOfJob,
    })
    return [transcript]
  }
  if (!Array.isArray(AudioFileResults)) return undefined
  return AudioFileResults.filter(isRecord).map((file) => toRetiredTranscript(file, languageOfJob))
}
