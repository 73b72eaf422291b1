import type { JobError } from '@stt-webhooks/core/provider'

type Judgement = Omit<JobError, 'code' | 'message'>

const passing: Judgement = { category: 'provider', retryable: true }
const refusal: Judgement = { category: 'account', retryable: false }

/**
 * The codes are not documented. Microsoft's own client submits again after the first four; the others are those of the API's errors.
 * @see https://github.com/Azure-Samples/cognitive-services-speech-sdk/tree/master/samples/ingestion/ingestion-client
 * @see https://learn.microsoft.com/en-us/rest/api/speechtotext/transcriptions/get
 */
const judgements: Readonly<Record<string, Judgement>> = {
  InvalidUri: { category: 'input', retryable: true },
  Internal: passing,
  Timeout: passing,
  Transient: passing,
  InternalServerError: passing,
  InternalCommunicationFailed: passing,
  ServiceUnavailable: passing,
  TooManyRequests: { category: 'account', retryable: true },
  Unauthorized: refusal,
  Forbidden: refusal,
  NotAllowed: refusal,
}

/** Why a job, or one of its audio files, failed. */
export function toJobError(code = 'unknown', message = 'Azure Speech gave no reason.'): JobError {
  return { code, message, ...judge(code) }
}

function judge(code: string): Judgement {
  const known = Object.hasOwn(judgements, code) ? judgements[code] : undefined
  return (
    known ?? { category: /^Invalid|^Unsupported|^Empty/.test(code) ? 'input' : 'unknown', retryable: false }
  )
}
