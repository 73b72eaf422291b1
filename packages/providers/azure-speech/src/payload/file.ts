/**
 * One page of the files of a transcription.
 * @see https://learn.microsoft.com/en-us/rest/api/speechtotext/transcriptions/list-files
 */
export interface AzureSpeechFilePage {
  readonly values: readonly AzureSpeechFile[]
  /** Missing or null on the last page. */
  readonly '@nextLink'?: string | null
}

export interface AzureSpeechFile {
  /** `Transcription`, one for each audio file that could be read, or `TranscriptionReport`. */
  readonly kind: string
  readonly name?: string
  readonly self?: string
  readonly createdDateTime?: string
  readonly properties?: { readonly size?: number }
  /** The query of the URL is the permission to read it; it lasts 12 hours. */
  readonly links: { readonly contentUrl: string }
}

/**
 * The file of the kind `TranscriptionReport`: what became of each audio file.
 * @see https://learn.microsoft.com/en-us/azure/ai-services/speech-service/batch-transcription-get
 */
export interface AzureSpeechReport {
  /** A text in the types of Microsoft's own client. */
  readonly successfulTranscriptionsCount: number | string
  readonly failedTranscriptionsCount: number | string
  readonly details: readonly AzureSpeechReportDetail[]
}

export interface AzureSpeechReportDetail {
  readonly source?: string
  /** In place of `source`, in some versions. */
  readonly sourceUrl?: string
  /** `Succeeded` or `Failed`. */
  readonly status: string
  readonly errorKind?: string
  readonly errorMessage?: string
}
