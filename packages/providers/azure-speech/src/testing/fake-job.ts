import type { Transcript } from '@stt-webhooks/core'
import type { AzureSpeechApiVersion, AzureSpeechFile, AzureSpeechJob, AzureSpeechReport } from '../index.ts'
import type { NoticeProduct } from '../read/event-name.ts'
import { toResult } from './result.ts'

/** A job that the fake knows. Another one of the same id takes its place. */
export interface AzureSpeechFakeJob {
  readonly id: string
  /** Default: `transcription`. */
  readonly product?: NoticeProduct | undefined
  /** Default: `Succeeded`. */
  readonly status?: 'NotStarted' | 'Running' | 'Succeeded' | 'Failed' | undefined
  /** One result file each, in this order. */
  readonly transcripts?: readonly Transcript[] | undefined
  /** Exact result files, after those of `transcripts`. */
  readonly results?: readonly (string | Uint8Array)[] | undefined
  /** Audio files that could not be transcribed: they are in the report only. */
  readonly failures?: readonly AzureSpeechFakeFailure[] | undefined
  /** Why a failed job failed. Default: invalid data. */
  readonly error?: { readonly code: string; readonly message: string } | undefined
  /** Laid over what the API says of the job. */
  readonly fields?: Readonly<Record<string, unknown>> | undefined
}

export interface AzureSpeechFakeFailure {
  readonly source: string
  /** Default: `InvalidUri`. */
  readonly errorKind?: string | undefined
  /** Default: that the URI is invalid. */
  readonly errorMessage?: string | undefined
}

/** A file of a job, and what is in it. */
export interface FakeFile {
  readonly name: string
  readonly kind: 'Transcription' | 'TranscriptionReport'
  readonly content: string | Uint8Array
}

/** A file for each audio that was transcribed, and the report on all of them. */
export function filesOf({ transcripts = [], results = [], failures = [] }: AzureSpeechFakeJob): FakeFile[] {
  const sources = [...transcripts, ...results].map((_, index) => `https://example.com/audio-${index}.wav`)
  const contents = [
    ...transcripts.map((transcript, index) => JSON.stringify(toResult(transcript, sources[index] ?? ''))),
    ...results,
  ]
  const report: AzureSpeechReport = {
    successfulTranscriptionsCount: contents.length,
    failedTranscriptionsCount: failures.length,
    details: [
      ...sources.map((source) => ({ source, status: 'Succeeded' })),
      ...failures.map(
        ({ source, errorKind = 'InvalidUri', errorMessage = 'The recordings URI is invalid.' }) => ({
          source,
          status: 'Failed',
          errorKind,
          errorMessage,
        }),
      ),
    ],
  }
  return [
    ...contents.map((content, index) => ({
      name: `contenturl_${index}.json`,
      kind: 'Transcription' as const,
      content,
    })),
    { name: 'report.json', kind: 'TranscriptionReport', content: JSON.stringify(report) },
  ]
}

/** What the API says of a job. Only the duration and the links differ from version to version. */
export function entityOf(
  job: AzureSpeechFakeJob,
  self: string,
  version: AzureSpeechApiVersion,
): AzureSpeechJob {
  const { status = 'Succeeded', product = 'transcription', transcripts = [] } = job
  const seconds = transcripts.reduce((sum, { duration = 0 }) => sum + duration, 0)
  const isCurrent = version === '2024-11-15'
  return {
    self,
    displayName: `A ${product}`,
    locale: transcripts[0]?.language ?? 'en-US',
    createdDateTime: '2026-11-21T10:00:00Z',
    lastActionDateTime: '2026-11-21T10:00:42Z',
    status,
    ...(product === 'transcription' && { links: { files: withSegment(self, 'files') } }),
    properties: {
      ...(isCurrent ? { durationMilliseconds: Math.round(seconds * 1000) } : { duration: `PT${seconds}S` }),
      ...(status === 'Failed' && { error: job.error ?? invalidData }),
    },
    ...job.fields,
  }
}

const invalidData = { code: 'InvalidData', message: 'The recordings URI contains invalid data.' }

export function fileEntity(
  { name, kind, content }: FakeFile,
  jobUrl: string,
  contentUrl: string,
): AzureSpeechFile {
  return {
    self: withSegment(withSegment(jobUrl, 'files'), name),
    name,
    kind,
    properties: { size: content.length },
    createdDateTime: '2026-11-21T10:00:42Z',
    links: { contentUrl },
  }
}

function withSegment(url: string, segment: string): string {
  const longer = new URL(url)
  longer.pathname += `/${segment}`
  return longer.href
}
