import type { JobError } from '@stt-webhooks/core/provider'

interface KnownReason extends Pick<JobError, 'category' | 'retryable'> {
  readonly pattern: RegExp
}

/**
 * The service gives sentences and no codes.
 * @see https://docs.speechmatics.com/speech-to-text/batch/input
 * @see https://docs.speechmatics.com/speech-to-text/batch/language-identification
 * @see https://github.com/speechmatics/docs/blob/main/spec/batch.yaml
 */
const knownReasons: readonly KnownReason[] = [
  // The audio's own server refused, and would again; of 408 and 429 that is not sure.
  { pattern: /^unable to fetch audio: http status code 4(?!08|29)/i, category: 'input', retryable: false },
  { pattern: /^unable to fetch audio\b/i, category: 'input', retryable: true },
  { pattern: /^the identified language\b/i, category: 'input', retryable: false },
  { pattern: /\blanguage identification\b/i, category: 'input', retryable: false },
  { pattern: /^job rejected due to invalid (?:audio|text)\b/i, category: 'input', retryable: false },
  { pattern: /^requested product not available\b/i, category: 'account', retryable: false },
  { pattern: /^internal server error\b/i, category: 'provider', retryable: true },
]

/**
 * What a notice told of a failure, with the reasons of the job. The code is the status of the notice, which is all that the service gives;
 * a reason that is not known leaves it the category of that.
 */
export function toJobError(noticed: JobError, reasons: readonly string[]): JobError {
  const known = knownReasons.find(({ pattern }) => reasons.some((reason) => pattern.test(reason)))
  const { category, retryable } = known ?? noticed
  const message = reasons.length === 0 ? 'Speechmatics gave no reason.' : reasons.join('; ')
  return { code: noticed.code, message, category, retryable }
}
