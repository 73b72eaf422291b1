/**
 * What the API of v3.0 and later says of a transcription, and, with less in it, of a dataset, a model, an evaluation or an endpoint.
 * @see https://learn.microsoft.com/en-us/rest/api/speechtotext/transcriptions/get
 */
export interface AzureSpeechJob {
  /** Its address; the last path segment is the id. */
  readonly self: string
  /** `NotStarted`, `Running`, `Succeeded` or `Failed`. */
  readonly status: string
  readonly displayName?: string
  readonly description?: string
  readonly locale?: string
  readonly createdDateTime?: string
  /** When the status was entered. */
  readonly lastActionDateTime?: string
  readonly model?: { readonly self: string }
  readonly links?: { readonly files?: string }
  /** Not documented as an answer, but in some of its examples. */
  readonly contentUrls?: readonly string[]
  /** What the caller gave at submission: at most ten texts. */
  readonly customProperties?: Readonly<Record<string, string>>
  readonly properties?: AzureSpeechJobProperties
}

/** Options and results of a job. There are more, by product and API version. */
export interface AzureSpeechJobProperties {
  /** 2024-11-15. 0 until it is known. */
  readonly durationMilliseconds?: number
  /** v3.0 to v3.2, such as `PT42S`. */
  readonly duration?: string
  readonly timeToLiveHours?: number
  readonly timeToLive?: string
  readonly channels?: readonly number[]
  readonly wordLevelTimestampsEnabled?: boolean
  readonly displayFormWordLevelTimestampsEnabled?: boolean
  readonly diarizationEnabled?: boolean
  readonly diarization?: { readonly enabled?: boolean; readonly maxSpeakers?: number }
  readonly punctuationMode?: string
  readonly profanityFilterMode?: string
  readonly languageIdentification?: {
    readonly candidateLocales?: readonly string[]
    readonly mode?: string
  }
  readonly destinationContainerUrl?: string
  /** Of a failed job. */
  readonly error?: { readonly code?: string; readonly message?: string }
}
