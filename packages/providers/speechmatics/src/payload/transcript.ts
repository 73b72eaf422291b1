import type {
  SpeechmaticsAudioEvent,
  SpeechmaticsAudioEventCounts,
  SpeechmaticsAudioEventSummary,
  SpeechmaticsChapter,
  SpeechmaticsSentiment,
  SpeechmaticsTopics,
  SpeechmaticsTranslation,
} from './intelligence.ts'
import type { SpeechmaticsJobInfo } from './job.ts'
import type { SpeechmaticsMetadata } from './metadata.ts'

/**
 * The json-v2 transcript.
 * @see https://docs.speechmatics.com/speech-to-text/batch/output
 */
export interface SpeechmaticsTranscript {
  /** `'2.9'` and older. */
  readonly format?: string
  readonly job: SpeechmaticsJobInfo
  readonly metadata: SpeechmaticsMetadata
  readonly results: readonly SpeechmaticsResult[]
  /** Only with `get_speakers`. */
  readonly speakers?: readonly {
    readonly label: string
    readonly speaker_identifiers: readonly string[]
  }[]
  /** By target language. */
  readonly translations?: { readonly [language: string]: readonly SpeechmaticsTranslation[] }
  readonly summary?: { readonly content: string }
  /** The documentation shows it flat and, in the API's description, nested once more. */
  readonly sentiment_analysis?: SpeechmaticsSentiment | { readonly sentiment_analysis: SpeechmaticsSentiment }
  readonly topics?: SpeechmaticsTopics
  readonly chapters?: readonly SpeechmaticsChapter[]
  readonly audio_events?: readonly SpeechmaticsAudioEvent[]
  /** Shown flat on one page of the documentation. */
  readonly audio_event_summary?: SpeechmaticsAudioEventSummary | SpeechmaticsAudioEventCounts
}

/**
 * A word, a mark of punctuation or an entity. An entity stands for its words, which are in `spoken_form`.
 * @see https://docs.speechmatics.com/speech-to-text/batch/output
 */
export interface SpeechmaticsResult {
  /** New types may appear, and are to be ignored. */
  readonly type: 'word' | 'punctuation' | 'entity' | (string & {})
  /** Seconds. */
  readonly start_time: number
  readonly end_time: number
  /** Best first. */
  readonly alternatives?: readonly SpeechmaticsAlternative[]
  readonly channel?: string
  /** Punctuation only. Default: `'previous'`. */
  readonly attaches_to?: 'previous' | 'next' | 'both' | 'none' | (string & {})
  /** Punctuation only: the end of a sentence. */
  readonly is_eos?: boolean
  /** 0 to 100. */
  readonly volume?: number
  readonly entity_class?: string
  readonly spoken_form?: readonly SpeechmaticsResult[]
  readonly written_form?: readonly SpeechmaticsResult[]
}

/** @see https://docs.speechmatics.com/speech-to-text/batch/output */
export interface SpeechmaticsAlternative {
  readonly content: string
  /** 0 to 1; some models give none. */
  readonly confidence?: number
  readonly language?: string
  /** `'S1'`, `'S2'`, a known speaker's own label, or `'UU'`: unknown, also on every word when nobody asked for speakers. */
  readonly speaker?: string
  readonly tags?: readonly ('disfluency' | 'profanity' | (string & {}))[]
  readonly display?: { readonly direction?: string }
}
