/**
 * What the service tells of a job.
 * @see https://github.com/speechmatics/docs/blob/main/spec/batch.yaml
 */
export interface SpeechmaticsJobInfo {
  readonly id: string
  /** ISO 8601 in UTC. */
  readonly created_at?: string
  /** Empty for a job that fetched its audio. */
  readonly data_name?: string
  /** Whole seconds; 0 if the audio could not be had. */
  readonly duration?: number
  /** Alignment jobs only. */
  readonly text_name?: string
  readonly tracking?: SpeechmaticsTracking
}

/**
 * What the API answers of a job.
 * @see https://docs.speechmatics.com/api-ref/batch/get-job-details
 */
export interface SpeechmaticsJob extends SpeechmaticsJobInfo {
  readonly status: 'running' | 'done' | 'rejected' | 'deleted' | 'expired' | (string & {})
  /** As submitted, but for the credentials. */
  readonly config?: {
    readonly type?: 'transcription' | 'alignment' | (string & {})
    readonly tracking?: SpeechmaticsTracking | null
    readonly [option: string]: unknown
  }
  /** Also of notifications that could not be sent: that there are some does not mean that the job failed. */
  readonly errors?: readonly SpeechmaticsJobError[]
}

export interface SpeechmaticsJobError {
  readonly message: string
  /** ISO 8601 in UTC. */
  readonly timestamp?: string
}

/** `jobinfo` in an envelope, as some receivers report it; the documented one is flat. */
export type SpeechmaticsJobInfoBody =
  | { readonly job: SpeechmaticsJobInfo }
  | { readonly jobinfo: SpeechmaticsJobInfo }

/**
 * Given at submission, echoed as it is.
 * @see https://github.com/speechmatics/docs/blob/main/spec/batch.yaml
 */
export interface SpeechmaticsTracking {
  readonly title?: string
  readonly reference?: string
  readonly tags?: readonly string[]
  readonly details?: { readonly [key: string]: unknown }
}
