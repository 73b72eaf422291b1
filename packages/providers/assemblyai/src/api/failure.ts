import {
  type Classification,
  isRecord,
  numberAt,
  redact,
  redactUrlsIn,
  stringAt,
} from '@stt-webhooks/core/provider'
import type { AssemblyAiEvent } from '../index.ts'
import { isTranscript } from './answers.ts'
import { toJobError } from './job-error.ts'

/** The failure that a notice told of, with the reason that only the API tells. */
export function toFailure(jobId: string, answer: unknown): Classification<AssemblyAiEvent> {
  const raw = withoutCredentials(answer)
  if (!isTranscript(raw)) return { reason: 'AssemblyAI answered something that is no transcript' }
  if (raw.status !== 'error') return { reason: 'AssemblyAI no longer says that the transcription failed' }
  return {
    event: {
      type: 'transcript.failed',
      provider: 'assemblyai',
      product: 'transcript',
      jobId,
      language: stringAt(raw, 'language_code'),
      duration: numberAt(raw, 'audio_duration'),
      error: toJobError(stringAt(raw, 'error')),
      raw,
    },
  }
}

/** What may be kept of an answer: it echoes the callback URL, which may hold a token of ours, and quotes the URL of the audio. */
function withoutCredentials(answer: unknown): unknown {
  if (!isRecord(answer)) return answer
  const { webhook_url: _, error, ...rest } = answer
  const reason = typeof error === 'string' ? redactUrlsIn(error) : error
  return redact({ ...rest, error: reason })
}
