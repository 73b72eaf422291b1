import type { SpeechmaticsJob, SpeechmaticsJobInfo, SpeechmaticsJobInfoBody } from './payload/job.ts'
import type { SpeechmaticsTranscript } from './payload/transcript.ts'

export type * from './payload/intelligence.ts'
export type * from './payload/job.ts'
export type * from './payload/metadata.ts'
export type * from './payload/transcript.ts'

/**
 * One of the things that `contents` of a notification can ask for, by the form it came in.
 * @see https://docs.speechmatics.com/speech-to-text/batch/notifications
 */
export type SpeechmaticsContent =
  /** `transcript` or `transcript.json-v2`. */
  | { readonly form: 'json-v2'; readonly transcript: SpeechmaticsTranscript }
  /** `jobinfo`, and what a failed job sends whatever was asked for. */
  | { readonly form: 'jobinfo'; readonly jobinfo: SpeechmaticsJobInfo | SpeechmaticsJobInfoBody }
  /** `transcript.txt`. */
  | { readonly form: 'txt'; readonly text: string }
  /** `transcript.srt`. */
  | { readonly form: 'srt'; readonly text: string }
  /** `alignment`, `alignment.word_start_and_end` or `alignment.one_per_line`. */
  | { readonly form: 'alignment'; readonly text: string }
  /** `text`: what an alignment job was given to align. */
  | { readonly form: 'text'; readonly text: string }
  /** `data`, the media, or anything else that we do not know: told of, not kept. */
  | { readonly form: 'data'; readonly size: number; readonly contentType?: string | undefined }
  /** JSON of a shape that we do not know. */
  | { readonly form: 'json'; readonly value: unknown }

/** One part of a multipart body. Names of parts are not documented; they are most likely the words of `contents`. */
export type SpeechmaticsPart = SpeechmaticsContent & {
  readonly name: string
  readonly fileName?: string | undefined
}

/**
 * `event.raw`: the body of a notification, told apart by `form`. Its form follows from `contents` of the job's `notification_config`:
 * one item comes as it is, several (and none named) come as multipart, an empty list as an empty body.
 * @see https://docs.speechmatics.com/speech-to-text/batch/notifications
 */
export type SpeechmaticsBody =
  | SpeechmaticsContent
  | { readonly form: 'multipart'; readonly parts: readonly SpeechmaticsPart[] }
  | { readonly form: 'empty' }

/**
 * `event.raw` of what the API told: why a job failed, or how one ended whose notice never arrived.
 * @see https://docs.speechmatics.com/api-ref/batch/get-job-details
 */
export interface SpeechmaticsJobAnswer {
  readonly form: 'job'
  readonly job: SpeechmaticsJob
}
