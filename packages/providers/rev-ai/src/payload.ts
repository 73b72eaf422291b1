/**
 * What Rev AI sends. Null properties are left out by the service; all but `id` and `status` may be missing.
 * @see https://docs.rev.ai/api/asynchronous/webhooks
 */
export interface RevAiJobNotification<Job extends RevAiJob = RevAiJob> {
  readonly job: Job
}

/** @see https://docs.rev.ai/api/asynchronous/reference */
export interface RevAiJob {
  readonly id: string
  /** Transcription ends with `transcribed`, analysis with `completed`, both may end with `failed`. */
  readonly status: string
  readonly type?: string
  /** ISO 8601 in UTC. */
  readonly created_on?: string
  readonly completed_on?: string
  readonly name?: string
  /** Up to 512 characters, as submitted. */
  readonly metadata?: string
  readonly language?: string
  /** The reason, as a code; the list is open. */
  readonly failure?: string
  readonly failure_detail?: string
  readonly delete_after_seconds?: number
  readonly callback_url?: string
  readonly media_url?: string
  readonly notification_config?: { readonly url?: string }
  readonly source_config?: { readonly url?: string }
}

/**
 * A transcription, by machine or by a human.
 * @see https://docs.rev.ai/api/asynchronous/reference/#operation/GetJobById
 */
export interface RevAiTranscriptionJob extends RevAiJob {
  /** Seconds; missing if the media could not be read. */
  readonly duration_seconds?: number
  readonly transcriber?: string
  readonly verbatim?: boolean
  readonly rush?: boolean
  readonly skip_diarization?: boolean
  readonly skip_punctuation?: boolean
  readonly remove_disfluencies?: boolean
  readonly filter_profanity?: boolean
  readonly speaker_channels_count?: number
  readonly speakers_count?: number
  readonly diarization_type?: string
  readonly custom_vocabulary_id?: string
  /** Its state is its own: the transcript may be ready before it. */
  readonly summarization?: {
    readonly status: 'in_progress' | 'completed' | 'failed'
    readonly prompt?: string
    readonly model?: string
    readonly type?: string
    readonly completed_on?: string
    readonly failure?: string
  }
  /** Each language has a state of its own: the transcript may be ready before it. */
  readonly translation?: {
    readonly target_languages: readonly {
      readonly language: string
      readonly model?: string
      readonly status: 'in_progress' | 'completed' | 'failed'
      readonly failure?: string
    }[]
    readonly completed_on?: string
  }
}

/**
 * Sentiment analysis, topic extraction, language identification or forced alignment.
 * @see https://docs.rev.ai/api/sentiment-analysis/webhooks/
 * @see https://docs.rev.ai/api/topic-extraction/webhooks/
 */
export interface RevAiAnalysisJob extends RevAiJob {
  /** Sentiment and topics. */
  readonly word_count?: number
  /** Language identification and alignment, in seconds. */
  readonly processed_duration_seconds?: number
}

/** @see https://docs.rev.ai/api/custom-vocabulary/webhooks */
export interface RevAiVocabularyNotification {
  readonly custom_vocabulary: {
    readonly id: string
    /** `complete`, without a d. */
    readonly status: string
    readonly created_on?: string
    readonly completed_on?: string
    readonly metadata?: string
    readonly callback_url?: string
    readonly failure?: string
    readonly failure_detail?: string
  }
}

/**
 * What `GET /speechtotext/v1/jobs/{id}/transcript` answers. It has no id, no language and no duration: those are the job's.
 * @see https://docs.rev.ai/api/asynchronous/reference/#operation/GetTranscriptById
 */
export interface RevAiTranscript {
  /** In the order of their first spoken elements. */
  readonly monologues: readonly RevAiMonologue[]
}

/** What one speaker said until another one began. */
export interface RevAiMonologue {
  /** The speaker's number; the channel's where the job was submitted with `speaker_channels_count`. */
  readonly speaker?: number
  /** Where the job was submitted with `speaker_names`: how the speaker is to be called. */
  readonly speaker_info?: { readonly id?: number | string; readonly display_name?: string }
  readonly elements: readonly RevAiElement[]
}

export interface RevAiElement {
  /**
   * `text` is a word, `punct` what stands between words, spaces too, and `unknown` what could not be understood (`<inaudible>`).
   * With `skip_punctuation` there is no `punct`.
   */
  readonly type: string
  readonly value: string
  /** Seconds. Words only. */
  readonly ts?: number
  readonly end_ts?: number
  /** 0 to 1. Words that a machine heard only. */
  readonly confidence?: number
}
