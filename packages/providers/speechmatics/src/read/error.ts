import type { JobError } from '@stt-webhooks/core/provider'

/** The statuses of a notice that mean a failure; none of them comes with its reason. */
export type FailureStatus = 'error' | 'fetch_error' | 'trim_error'

const failures: Readonly<Record<FailureStatus, Omit<JobError, 'code'>>> = {
  error: {
    message:
      'Speechmatics could not process the job and does not send the reason. Ask for it: `errors` of GET /v2/jobs/{id}.',
    category: 'unknown',
    retryable: false,
  },
  fetch_error: {
    message: 'Speechmatics could not fetch the audio from its URL.',
    category: 'input',
    retryable: true,
  },
  trim_error: {
    message: 'Speechmatics could not prepare the audio for transcription.',
    category: 'input',
    retryable: false,
  },
}

export function isFailure(status: string): status is FailureStatus {
  return Object.hasOwn(failures, status)
}

export function errorOf(status: FailureStatus): JobError {
  return { code: status, ...failures[status] }
}
