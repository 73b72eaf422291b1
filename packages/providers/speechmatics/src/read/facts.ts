import { isRecord, type JsonRecord, numberAt, stringAt } from '@stt-webhooks/core/provider'
import type { SpeechmaticsBody, SpeechmaticsContent, SpeechmaticsJobInfo } from '../payload.ts'
import { jobInfoOf } from './content.ts'

/** What the body tells of the job, wherever in it. */
export interface JobFacts {
  /** Every id that the body names. */
  readonly ids: readonly string[]
  readonly name: string | undefined
  /** Seconds. */
  readonly duration: number | undefined
  /** As the service wrote it. */
  readonly transcribedAt: unknown
  readonly tracking: JsonRecord | undefined
}

export function jobFacts(body: SpeechmaticsBody): JobFacts {
  const contents = contentsOf(body)
  const jobs = contents.flatMap((content) => jobOf(content) ?? [])
  return {
    ids: jobs.flatMap((job) => stringAt(job, 'id') ?? []),
    name: first(jobs, (job) => stringAt(job, 'data_name')),
    duration: first(jobs, (job) => numberAt(job, 'duration')),
    transcribedAt: first(contents, (content) =>
      content.form === 'json-v2' ? content.transcript.metadata.created_at : undefined,
    ),
    tracking: first(jobs, trackingOf),
  }
}

/** Alignment has no status or field of its own: only what it sends tells, or that the job was given a text. */
export function isAlignment(body: SpeechmaticsBody): boolean {
  return contentsOf(body).some((content) => {
    if (content.form === 'alignment' || content.form === 'text') return true
    const job = jobOf(content)
    return job !== undefined && stringAt(job, 'text_name') !== undefined
  })
}

/** The one thing that was sent, or the parts. */
export function contentsOf(body: SpeechmaticsBody): readonly SpeechmaticsContent[] {
  if (body.form === 'multipart') return body.parts
  return body.form === 'empty' ? [] : [body]
}

function jobOf(content: SpeechmaticsContent): SpeechmaticsJobInfo | undefined {
  if (content.form === 'json-v2') return content.transcript.job
  return content.form === 'jobinfo' ? jobInfoOf(content.jobinfo) : undefined
}

/** One page of the documentation calls jobinfo the job's configuration: then tracking is a level deeper. */
export function trackingOf(job: object): JsonRecord | undefined {
  const { tracking, config }: { tracking?: unknown; config?: unknown } = job
  if (isRecord(tracking)) return tracking
  return isRecord(config) && isRecord(config['tracking']) ? config['tracking'] : undefined
}

function first<T, Found>(items: readonly T[], find: (item: T) => Found | undefined): Found | undefined {
  for (const item of items) {
    const found = find(item)
    if (found !== undefined) return found
  }
  return undefined
}
