import type { Transcript } from '@stt-webhooks/core'
import type { SpeechmaticsTranscript } from '../payload.ts'
import { hello } from './bodies.ts'
import { jobInfo } from './job-info.ts'
import { toJsonV2 } from './json-v2.ts'

/** A job that the fake knows. Another one of the same id takes its place. */
export type SpeechmaticsFakeJob = {
  readonly id: string
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
  /** The answer of `GET /jobs/{id}`, exactly. */
  readonly answer: string
  /** The answer of `GET /jobs/{id}/transcript`, exactly; only of a job that is done. */
  readonly transcript?: string | undefined
}

export function toKnownJob(job: SpeechmaticsFakeJob): KnownJob {
  const { id, status, fields } = job
  const { tracking, ...info } = jobInfo(id)
  const config = { type: 'transcription', transcription_config: { language: 'en' }, tracking }
  const answer = { job: { ...info, config, status, ...errorsOf(job), ...fields } }
  return { status, answer: JSON.stringify(answer), transcript: transcriptOf(job) }
}

function errorsOf(job: SpeechmaticsFakeJob): object {
  if (job.status !== 'rejected') return {}
  const { errors = ['unable to fetch audio: http status code 404'] } = job
  return { errors: errors.map((message) => ({ message, timestamp: '2026-11-21T10:00:09.000Z' })) }
}

function transcriptOf(job: SpeechmaticsFakeJob): string | undefined {
  if (job.status !== 'done') return undefined
  const transcript: SpeechmaticsTranscript = toJsonV2(job.id, job.transcript ?? hello)
  return JSON.stringify(transcript)
}

/** A sample, byte for byte. */
export function toSampleJob(answer: string, transcript?: string): [id: string, job: KnownJob] {
  const { job }: { job: Pick<SpeechmaticsFakeJob, 'id' | 'status'> } = JSON.parse(answer)
  const { id, status } = job
  return [id, { status, answer, transcript: transcript ?? transcriptOf({ id, status }) }]
}

/** The job once it was deleted. */
export function deleted({ answer }: KnownJob): KnownJob {
  const { job }: { job: object } = JSON.parse(answer)
  return { status: 'deleted', answer: JSON.stringify({ job: { ...job, status: 'deleted' } }) }
}
