export type * from './payload/file.ts'
export type * from './payload/job.ts'
export type * from './payload/result.ts'

/**
 * What v3.0 and later send of every event but a ping: whose event it is, and nothing of how it went.
 * @see https://github.com/Azure-Samples/cognitive-services-speech-sdk/tree/master/samples/batch/csharp
 * @see https://learn.microsoft.com/en-us/rest/api/speechtotext/web-hooks/create
 */
export interface AzureSpeechNotice {
  /** The address of the transcription, dataset, model, evaluation or endpoint; its last path segment is the id. Untrusted: it is never followed. */
  readonly self: string
  /** In Microsoft's sample code, which calls it unique per event; not in the documentation. */
  readonly invocationId?: string
}

/**
 * What v2.1 sends when an operation has ended: the entity itself.
 * @see https://docs.microsoft.com/en-us/azure/cognitive-services/speech-service/webhooks
 */
export interface AzureSpeechEntity {
  readonly id: string
  /** `Succeeded` or `Failed`; before, `NotStarted` or `Running`. */
  readonly status: string
  /** `None.` after a success, the reason after a failure. */
  readonly statusMessage?: string
  readonly name?: string
  readonly description?: string
  readonly locale?: string
  /** UTC, with or without the final Z. */
  readonly createdDateTime?: string
  readonly lastActionDateTime?: string
  /** The caller's own keys, and the options of the job beside them. */
  readonly properties?: Readonly<Record<string, string>>
}

/**
 * A transcription of v2.0 or v2.1. The addresses of its files come without their queries, which are the permission to read them.
 * @see https://learn.microsoft.com/en-us/azure/ai-services/speech-service/migrate-v2-to-v3
 */
export interface AzureSpeechTranscription extends AzureSpeechEntity {
  readonly recordingsUrl?: string
  readonly recordingsUrls?: readonly string[]
  /** By channel: `channel_0`, `channel_1`. Empty after a failure. */
  readonly resultsUrls?: Readonly<Record<string, string>>
  /** One per recording, where a job had several. */
  readonly results?: readonly {
    readonly recordingsUrl?: string
    readonly resultsUrls?: readonly { readonly fileName?: string; readonly resultsUrl?: string }[]
  }[]
  readonly reportFileUrl?: string
  readonly models?: readonly AzureSpeechEntity[]
}

/**
 * The body of a ping: the hook as the API shows it, without its secret.
 * @see https://learn.microsoft.com/en-us/rest/api/speechtotext/web-hooks/ping
 */
export interface AzureSpeechHook {
  readonly status?: string
  readonly description?: string
  readonly createdDateTime?: string
  readonly lastActionDateTime?: string
  /** A list of names in v2.1, later an object of flags. */
  readonly events?: readonly string[] | Readonly<Record<string, boolean>>
  /** `apiVersion` in v3.0 and later, the caller's own keys in v2.1. */
  readonly properties?: Readonly<Record<string, unknown>>

  /** v3.0 and later. */
  readonly self?: string
  readonly displayName?: string
  readonly webUrl?: string
  readonly links?: { readonly ping?: string; readonly test?: string }
  readonly customProperties?: Readonly<Record<string, string>>

  /** v2.1. */
  readonly id?: string
  readonly name?: string
  readonly configuration?: { readonly url?: string }
  readonly active?: boolean
  readonly pingUrl?: string
  readonly testUrl?: string
  readonly apiVersion?: string
}
