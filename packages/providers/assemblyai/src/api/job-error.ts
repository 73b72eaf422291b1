import { type JobError, redactUrlsIn } from '@stt-webhooks/core/provider'

interface KnownError extends Omit<JobError, 'message'> {
  readonly pattern: RegExp
}

/**
 * AssemblyAI gives a sentence and no code, so these codes are ours.
 * @see https://www.assemblyai.com/docs/guides/common_errors_and_solutions
 * @see https://www.assemblyai.com/docs/speech-threshold
 * @see https://www.assemblyai.com/docs/guides/automatic-language-detection-route-default-language
 */
const knownErrors: readonly KnownError[] = [
  { pattern: /^download error\b/i, code: 'download_failed', category: 'input', retryable: true },
  {
    pattern: /^(?:transcoding failed\W+)?file does not appear to contain audio\b/i,
    code: 'not_audio',
    category: 'input',
    retryable: false,
  },
  {
    pattern: /^audio duration is too short\b/i,
    code: 'audio_too_short',
    category: 'input',
    retryable: false,
  },
  { pattern: /^audio speech threshold\b/i, code: 'too_little_speech', category: 'input', retryable: false },
  // The documentation shows only this part of the sentence.
  {
    pattern: /\bbelow the requested confidence threshold\b/i,
    code: 'language_uncertain',
    category: 'input',
    retryable: false,
  },
  { pattern: /^server error\b/i, code: 'server_error', category: 'provider', retryable: true },
]

/** What `error` of a failed transcript says. */
export function toJobError(reason: string | undefined): JobError {
  const message = reason === undefined ? 'AssemblyAI gave no reason.' : redactUrlsIn(reason)
  const known = knownErrors.find(({ pattern }) => pattern.test(message))
  if (known === undefined) return { code: 'unknown', message, category: 'unknown', retryable: false }
  const { code, category, retryable } = known
  return { code, message, category, retryable }
}
