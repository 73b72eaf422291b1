import {
  type Authentication,
  bearer,
  type JobCompleted,
  type JobFailed,
  type JobProgressed,
  type Provider,
  type ProviderOptions,
  type Secret,
  type TranscriptCompleted,
  type TranscriptFailed,
  type TranscriptProgressed,
  unauthenticated,
  type WebhookUnrecognized,
} from '@stt-webhooks/core/provider'
import { createSubmission, type RevAiSubmission } from './api/submit-parameters.ts'
import { createRevAiApi, type RevAiApiOptions } from './api.ts'
import type {
  RevAiAnalysisJob,
  RevAiJobNotification,
  RevAiTranscriptionJob,
  RevAiVocabularyNotification,
} from './payload.ts'
import { readRevAi } from './read.ts'

export type { RevAiProduct } from './api/products.ts'
export type { RevAiRegion } from './api/regions.ts'
export type { RevAiSubmission, RevAiSubmitOptions, RevAiSubmitParameters } from './api/submit-parameters.ts'
export type { RevAiApiOptions } from './api.ts'
export type * from './payload.ts'

type Transcription = RevAiJobNotification<RevAiTranscriptionJob>
type Analysis = RevAiJobNotification<RevAiAnalysisJob>
type TranscriptionProduct = 'async' | 'human'
type AnalysisProduct = 'sentiment-analysis' | 'topic-extraction' | 'language-id' | 'alignment' | 'analysis'

/** Everything that Rev AI can make happen. */
export type RevAiEvent =
  | TranscriptCompleted<'rev-ai', TranscriptionProduct, Transcription>
  | TranscriptFailed<'rev-ai', TranscriptionProduct, Transcription>
  | TranscriptProgressed<'rev-ai', TranscriptionProduct, Transcription>
  | JobCompleted<'rev-ai', AnalysisProduct, Analysis>
  | JobFailed<'rev-ai', AnalysisProduct, Analysis>
  | JobProgressed<'rev-ai', AnalysisProduct, Analysis>
  | JobCompleted<'rev-ai', 'custom-vocabulary', RevAiVocabularyNotification>
  | JobFailed<'rev-ai', 'custom-vocabulary', RevAiVocabularyNotification>
  | JobProgressed<'rev-ai', 'custom-vocabulary', RevAiVocabularyNotification>
  | WebhookUnrecognized<'rev-ai', 'unknown'>

export type RevAiProvider = Provider<RevAiEvent> & RevAiSubmission

interface RevAiCredentials {
  /**
   * The token of `notification_config.auth_headers.Authorization`, given at submission as `Bearer <secret>`.
   * Rev AI signs nothing: this header is all there is, and no other header is possible.
   * @see https://docs.rev.ai/api/asynchronous/webhooks
   */
  readonly secret: Secret
  /** Default: `Bearer`. */
  readonly scheme?: string | undefined
}

export type RevAiOptions = ProviderOptions & RevAiApiOptions & Authentication<RevAiCredentials>

const minute = 60_000

/**
 * Webhooks of Rev AI: asynchronous and human transcription, sentiment analysis, topic extraction, language identification,
 * forced alignment and custom vocabularies.
 * @throws WebhookError `invalid_option`
 */
export function revAi(options: RevAiOptions): RevAiProvider {
  return {
    specificationVersion: 'v1',
    provider: 'rev-ai',
    endpoint: options.endpoint ?? 'rev-ai',
    methods: ['POST'],
    callback: 'job',
    answers: {
      // "200", not "2xx", on every page of the documentation.
      accepted: { status: 200, headers: {}, body: null },
      // Not documented; the receiver's own deadline decides.
      timeoutMs: 10_000,
      // Every 30 minutes for a day; only 410 is said to stop it.
      windowMs: 24 * 60 * minute,
      isFinal: (status) => status === 410,
    },
    bodyLimit: options.bodyLimit,
    deadlineMs: options.deadlineMs,
    verify: options.unsafeAllowUnauthenticated
      ? unauthenticated
      : bearer({ provider: 'rev-ai', secret: options.secret, scheme: options.scheme }),
    read: readRevAi,
    api: createRevAiApi(options),
    ...createSubmission(options),
  }
}
