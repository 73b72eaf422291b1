/**
 * How the transcript was made, and what went wrong beside it: the job succeeded, whatever errors are listed here.
 * @see https://docs.speechmatics.com/speech-to-text/batch/output
 */
export interface SpeechmaticsMetadata {
  /** ISO 8601 in UTC, with microseconds: when the transcript was made. */
  readonly created_at?: string
  readonly type?: string
  readonly transcription_config?: {
    /** May stay `'auto'` or `'multi'`. */
    readonly language?: string
    readonly diarization?: string
    readonly [option: string]: unknown
  }
  readonly orchestrator_version?: string
  readonly language_pack_info?: SpeechmaticsLanguagePack | null
  readonly language_identification?: SpeechmaticsLanguageIdentification | null
  readonly translation_errors?: readonly SpeechmaticsWarning[]
  readonly summarization_errors?: readonly SpeechmaticsWarning[]
  readonly sentiment_analysis_errors?: readonly SpeechmaticsWarning[]
  readonly topic_detection_errors?: readonly SpeechmaticsWarning[]
  readonly auto_chapters_errors?: readonly SpeechmaticsWarning[]
  /** The other configurations of the job. */
  readonly [config: `${string}_config`]: unknown
}

/** Something that was asked for and could not be done. */
export interface SpeechmaticsWarning {
  readonly type: string
  readonly message: string
}

/** @see https://docs.speechmatics.com/speech-to-text/batch/output */
export interface SpeechmaticsLanguagePack {
  readonly language_description?: string
  /** What stands between two words; `''` in languages that write without. */
  readonly word_delimiter?: string
  readonly writing_direction?: string
  readonly itn?: boolean
  readonly adapted?: boolean
  /** Multilingual models: delimiters by language. */
  readonly per_language_word_delimiters?: { readonly [language: string]: string }
  readonly per_language_writing_direction?: { readonly [language: string]: string }
}

/** @see https://docs.speechmatics.com/speech-to-text/batch/language-identification */
export interface SpeechmaticsLanguageIdentification {
  /** Seen, not documented. */
  readonly predicted_language?: string
  readonly results?: readonly unknown[]
  readonly error?:
    | 'LOW_CONFIDENCE'
    | 'UNEXPECTED_LANGUAGE'
    | 'NO_SPEECH'
    | 'FILE_UNREADABLE'
    | 'OTHER'
    | (string & {})
  readonly message?: string
}
