import type { Fixture } from '@stt-webhooks/testing'
import type { AssemblyAiTranscriptListItem } from '../index.ts'
import type { AssemblyAiFakeJob } from './fake-api.ts'
import { toTranscriptFields } from './transcript-fields.ts'

type Fields = Readonly<Record<string, unknown>>

const files = ['transcript.completed.json', 'transcript.error.json', 'transcript.deleted.json'] as const

/** What is said of a job: the documentation's example, what the job has of its own, and what the test laid over it. */
export type FieldsOf = (job: AssemblyAiFakeJob) => Fields

export function createFields(fixtures: readonly Fixture[]): FieldsOf {
  const examples = new Map(
    fixtures.filter(isExample).map(({ file, bytes }): [string, Fields] => [file, parsed(bytes)]),
  )
  return (job) => ({ ...examples.get(exampleOf(job)), ...ownFields(job), id: job.id, ...job.fields })
}

/** The transcripts of the documentation, byte by byte. */
export function isExample({ file }: Fixture): boolean {
  return files.some((example) => example === file)
}

export function idIn(bytes: Uint8Array): string {
  return String(parsed(bytes)['id'])
}

/** What the list says of a transcript. */
export function toListItem(
  base: string,
  fields: Fields,
  created: string,
  ended: string,
): AssemblyAiTranscriptListItem {
  const id = String(fields['id'])
  return {
    id,
    resource_url: `${base}/v2/transcript/${encodeURIComponent(id)}`,
    status: String(fields['status']),
    created: toStamp(created),
    completed: fields['status'] === 'completed' ? toStamp(ended) : null,
    audio_url: String(fields['audio_url']),
    error: typeof fields['error'] === 'string' ? fields['error'] : null,
  }
}

function parsed(bytes: Uint8Array): Fields {
  return JSON.parse(new TextDecoder().decode(bytes))
}

/** Six digits behind the second, and no zone: that is how AssemblyAI writes a time. */
function toStamp(time: string): string {
  const [whole = '', fraction = ''] = time.replace(/Z$/, '').split('.')
  return `${whole}.${fraction.padEnd(6, '0')}`
}

function exampleOf({ status }: AssemblyAiFakeJob): string {
  if (status === 'completed' || status === 'deleted') return `transcript.${status}.json`
  return 'transcript.error.json'
}

function ownFields(job: AssemblyAiFakeJob): object {
  switch (job.status) {
    case 'completed':
      return job.transcript === undefined ? {} : toTranscriptFields(job.transcript)
    case 'error':
      return job.error === undefined ? {} : { error: job.error }
    case 'deleted':
      return {}
    default:
      return { status: job.status, error: null }
  }
}
