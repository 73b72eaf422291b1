import type { Transcript } from '@stt-webhooks/core'
import { hello } from './bodies.ts'
import { jobInfo } from './job-info.ts'
import { toJsonV2 } from './json-v2.ts'

/** A job that the fake knows. Another one of the same id takes its place. */
export type SpeechmaticsFakeJob = {
  readonly id: string
  /** When it was submitted, ISO 8601 in UTC: its place in the list. Default: `2026-11-21T10:00:00.000Z`. */
  readonly createdAt?: string | undefined
  /** Laid over the job of the answer, for what has no place here: `{ config: { type: 'alignment' } }`. */
  readonly fields?: Readonly<Record<string, unknown>> | undefined
} & (
  | {
      readonly status: 'done'
      /** Default: what the simulator's deliveries say. */
      readonly transcript?: Transcript | undefined
    }
  | {
      readonly status: 'rejected'
      /** Messages. Default: what is answered where the audio could not be fetched. */
      readonly errors?: readonly string[] | undefined
    }
  | { readonly status: 'running' | 'deleted' | 'expired' }
)

/** What the fake keeps of a job. */
export interface KnownJob {
  readonly status: string
  /** Milliseconds since 1970. */
  readonly submitted: number
  /** The answer of `GET /jobs/{id}`, exactly. */
  readonly answer: string
  /** The answer of `GET /jobs/{id}/transcript`, exactly; only of a job that is done. */
  readonly transcript?: (() => string) | undefined
}

export function toKnownJob(job: SpeechmaticsFakeJob): KnownJob {
  const { id, status, createdAt, fields } = job
  const { tracking, ...info } = jobInfo(id)
  const config = { type: 'transcription', transcription_config: { language: 'en' }, tracking }
  const created_at = createdAt ?? info.created_at
  const answer = { ...info, created_at, config, status, ...errorsOf(job), ...fields }
  const submitted = Date.parse(String(answer.created_at))
  return { status, submitted, answer: JSON.stringify({ job: answer }), transcript: transcriptOf(job) }
}

function errorsOf(job: SpeechmaticsFakeJob): object {
  if (job.status !== 'rejected') return {}
  const { errors = ['unable to fetch audio: http status code 404'] } = job
  return { errors: errors.map((message) => ({ message, timestamp: '2026-11-21T10:00:09.000Z' })) }
}

/** Made when it is asked for: a list of many jobs has use for none. */
function transcriptOf(job: SpeechmaticsFakeJob): KnownJob['transcript'] {
  if (job.status !== 'done') return undefined
  const { id, transcript = hello } = job
  return () => JSON.stringify(toJsonV2(id, transcript))
}

/** A sample, byte for byte. */
export function toSampleJob(answer: string, transcript?: string): [id: string, job: KnownJob] {
  const { job }: { job: SampleJob } = JSON.parse(answer)
  const given = transcript === undefined ? transcriptOf(job) : () => transcript
  const { id, status, created_at } = job
  return [id, { status, submitted: Date.parse(created_at), answer, transcript: given }]
}

type SampleJob = Pick<SpeechmaticsFakeJob, 'id' | 'status'> & { readonly created_at: string }

/** The job once it was deleted. */
export function deleted({ answer, submitted }: KnownJob): KnownJob {
  const { job }: { job: object } = JSON.parse(answer)
  return { status: 'deleted', submitted, answer: JSON.stringify({ job: { ...job, status: 'deleted' } }) }
}
