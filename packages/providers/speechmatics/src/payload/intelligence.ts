/** Times are seconds. */
interface Span {
  readonly start_time: number
  readonly end_time: number
}

/** @see https://github.com/speechmatics/docs/blob/main/spec/batch.yaml */
export interface SpeechmaticsTranslation extends Span {
  readonly content: string
  readonly speaker?: string
  readonly channel?: string
}

/** @see https://docs.speechmatics.com/speech-to-text/batch/speech-intelligence/sentiment-analysis */
export interface SpeechmaticsSentiment {
  readonly segments: readonly (Span & {
    readonly text: string
    readonly sentiment: 'positive' | 'negative' | 'neutral' | (string & {})
    readonly confidence: number
    readonly speaker?: string
    readonly channel?: string
  })[]
  readonly summary?: {
    readonly overall: SpeechmaticsSentimentCounts
    readonly speakers?: readonly (SpeechmaticsSentimentCounts & { readonly speaker: string })[]
    readonly channels?: readonly (SpeechmaticsSentimentCounts & { readonly channel: string })[]
  }
}

export interface SpeechmaticsSentimentCounts {
  readonly positive_count: number
  readonly negative_count: number
  readonly neutral_count: number
}

/** @see https://docs.speechmatics.com/speech-to-text/batch/speech-intelligence/topic-detection */
export interface SpeechmaticsTopics {
  readonly segments: readonly (Span & {
    readonly text: string
    readonly topics: readonly { readonly topic: string }[]
  })[]
  readonly summary?: { readonly overall: { readonly [topic: string]: number } }
}

/** @see https://docs.speechmatics.com/speech-to-text/batch/speech-intelligence/auto-chapters */
export interface SpeechmaticsChapter extends Span {
  readonly title: string
  readonly summary: string
}

/** @see https://github.com/speechmatics/docs/blob/main/spec/batch.yaml */
export interface SpeechmaticsAudioEvent extends Span {
  readonly type: string
  readonly confidence: number
  readonly channel?: string
}

/** How often each type of event was heard, and for how many seconds. */
export interface SpeechmaticsAudioEventCounts {
  readonly [type: string]: { readonly count: number; readonly total_duration: number }
}

/** @see https://github.com/speechmatics/docs/blob/main/spec/batch.yaml */
export interface SpeechmaticsAudioEventSummary {
  readonly overall: SpeechmaticsAudioEventCounts
  readonly channels?: { readonly [channel: string]: SpeechmaticsAudioEventCounts }
}
