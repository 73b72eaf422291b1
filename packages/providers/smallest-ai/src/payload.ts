export type * from './payload/log.ts'

/**
 * A transcription in the cloud that succeeded. All but `status` may be missing: Pulse sends neither `request_id` nor `language`,
 * Pulse Pro no utterances and no speakers.
 * @see https://docs.smallest.ai/waves/documentation/speech-to-text/pre-recorded/webhooks
 * @see https://github.com/smallest-inc/smallest-ai-documentation/blob/bfc4ef15/fern/apis/waves/openapi/stt-openapi.yaml
 */
export interface SmallestAiTranscription extends SmallestAiEcho {
  readonly status: 'success'
  readonly request_id?: string
  readonly transcription?: string
  /** What some versions call `transcription`. */
  readonly text?: string
  /** Empty unless `word_timestamps=true` was asked for. */
  readonly words?: readonly SmallestAiWord[]
  /** What the pages of 2025 call `words`. */
  readonly word_timestamps?: readonly SmallestAiWord[]
  readonly utterances?: readonly SmallestAiUtterance[]
  readonly language?: string
  readonly confidence?: number
  readonly metadata?: SmallestAiMetadata
  readonly totalBytes?: number
  /** Seconds. */
  readonly audio_length?: number
  /** `infant`, `teenager`, `adult` or `old`. */
  readonly age?: string
  readonly gender?: string
  /** 0 to 1 by emotion; the pages disagree about which there are. */
  readonly emotions?: Readonly<Record<string, number>>
  readonly redacted_entities?: readonly string[]
}

export interface SmallestAiWord {
  /** With its punctuation; the self-hosted service lists punctuation as words of their own. */
  readonly word: string
  /** Seconds. */
  readonly start: number
  readonly end: number
  readonly confidence?: number
  /** `"speaker_0"` in older answers, `0` in newer ones. */
  readonly speaker?: string | number
  readonly speaker_confidence?: number
}

export interface SmallestAiUtterance {
  readonly text?: string
  /** What one description calls `text`. */
  readonly transcript?: string
  /** Seconds. */
  readonly start?: number
  readonly end?: number
  readonly speaker?: string | number
}

/** About the audio and the work, not the user's metadata: that is `webhook_extra`. */
export interface SmallestAiMetadata {
  /** Seconds. */
  readonly duration?: number
  /** Bytes. */
  readonly fileSize?: number
  readonly filename?: string
  readonly processing_time_ms?: number
  readonly rtfx?: number
  readonly num_chunks?: number
}

/**
 * How `webhook_extra` may come back: as it was sent (`key:value,key:value`) or as an object. A third reading of the documentation
 * has its keys beside those of the payload.
 * @see https://github.com/smallest-inc/smallest-ai-documentation/blob/bfc4ef15/fern/apis/waves/openapi/stt-openapi.yaml
 */
export interface SmallestAiEcho {
  readonly webhook_extra?: string | Readonly<Record<string, unknown>>
  readonly extra?: Readonly<Record<string, unknown>>
}

/**
 * A transcription in the cloud that failed. Only the word `failed` is documented; the fields are those of the service's other errors.
 * @see https://docs.smallest.ai/waves/documentation/speech-to-text/pre-recorded/webhooks
 * @see https://github.com/smallest-inc/smallest-ai-documentation/blob/bfc4ef15/fern/apis/waves/openapi/pulse-stt-openapi.yaml
 */
export interface SmallestAiFailure extends SmallestAiEcho {
  readonly status: 'failed' | 'error'
  readonly request_id?: string
  readonly error?: unknown
  readonly message?: unknown
  readonly errors?: unknown
  readonly error_message?: unknown
  readonly details?: unknown
  readonly error_code?: string
}

/**
 * The answer to a submission; it is not said to reach the webhook.
 * @see https://github.com/smallest-inc/smallest-ai-documentation/blob/bfc4ef15/fern/apis/waves/openapi/stt-openapi.yaml
 */
export interface SmallestAiAcceptance extends SmallestAiEcho {
  readonly status: 'processing'
  readonly request_id?: string
}

/** @see https://github.com/smallest-inc/smallest-ai-documentation/blob/bfc4ef15/fern/products/waves/pages/on-prem/api-reference/endpoints/transcription.mdx */
interface SmallestAiSelfHostJob {
  readonly job_id: string
}

/** A transcription on one's own machines that succeeded. */
export interface SmallestAiSelfHostTranscription extends SmallestAiSelfHostJob {
  readonly status: 'completed'
  readonly result?: {
    readonly request_id?: string
    readonly text?: string
    readonly confidence?: number
    /** Seconds. */
    readonly duration?: number
    readonly language?: string
    readonly words?: readonly SmallestAiWord[]
    /** What the cloud calls utterances. */
    readonly speakers?: readonly SmallestAiUtterance[]
  }
}

/**
 * @see https://github.com/smallest-inc/smallest-ai-documentation/blob/bfc4ef15/fern/products/waves/pages/on-prem/api-reference/examples.mdx
 */
export interface SmallestAiSelfHostFailure extends SmallestAiSelfHostJob {
  readonly status: 'failed'
  readonly error?: unknown
  /** Documented for the errors of submission: `UNSUPPORTED_FORMAT`, `FILE_TOO_LARGE`, … */
  readonly code?: string
}

/** The answer to a submission; it is not said to reach the callback. */
export interface SmallestAiSelfHostAcceptance extends SmallestAiSelfHostJob {
  readonly status: 'processing'
}
