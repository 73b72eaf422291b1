import process from 'node:process'
import { isRecord, type JobError, listAt, redactUrl, stringAt } from '@stt-webhooks/core/provider'
import { toJobError } from './job-error.ts'
import { withoutSecrets } from './without-secrets.ts'

/** The audio files of a job that Azure Speech could not transcribe, although the job succeeded. */
export interface AzureSpeechFailedFiles {
  readonly jobId: string
  /** As the report says. It may be more than the report has details of. */
  readonly count: number
  readonly files: readonly AzureSpeechFailedFile[]
}

export interface AzureSpeechFailedFile {
  /** The audio as it was given at submission, without the query of a signed URL. */
  readonly source?: string | undefined
  readonly error: JobError
}

/** What the reports of a job say of failures; undefined if there was none. */
export function failedFilesIn(
  jobId: string,
  reports: readonly unknown[],
): AzureSpeechFailedFiles | undefined {
  const known = reports.map(withoutSecrets).filter(isRecord)
  const files = known.flatMap((report) => listAt(report, 'details').filter(isRecord).flatMap(failureIn))
  // Microsoft's own client takes the count as a text.
  const counted = known.reduce((sum, report) => sum + (Number(report['failedTranscriptionsCount']) || 0), 0)
  const count = Math.max(files.length, counted)
  return count === 0 ? undefined : { jobId, count, files }
}

function failureIn(detail: object): readonly AzureSpeechFailedFile[] {
  if (stringAt(detail, 'status') === 'Succeeded') return []
  const source = stringAt(detail, 'source') ?? stringAt(detail, 'sourceUrl')
  return [
    {
      source: source === undefined ? undefined : redactUrl(source),
      error: toJobError(stringAt(detail, 'errorKind'), stringAt(detail, 'errorMessage')),
    },
  ]
}

/** For errors and logs: neither sources nor messages, which the caller's data may be in. */
export function describeFailures({ count, files }: AzureSpeechFailedFiles): string {
  const codes = new Set(files.map(({ error }) => error.code).filter((code) => /^\w{1,64}$/.test(code)))
  return `${count} of its files failed${codes.size === 0 ? '' : ` (${[...codes].join(', ')})`}`
}

/** Until somebody says what to do about failed files, nobody shall believe that there were none. */
export function warnOfFailedFiles(failures: AzureSpeechFailedFiles): void {
  process.emitWarning(
    `[stt-webhooks] [azure-speech] Job ${failures.jobId} has no transcripts of all its files: ` +
      `${describeFailures(failures)}. Set \`onFailedFiles\` to learn which.`,
    { type: 'SttWebhooksWarning', code: 'azure_speech_failed_files' },
  )
}
