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
