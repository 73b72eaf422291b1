/**
 * A file of the kind `Transcription` of v3.0 and later. One tick is 100 ns; the fields in milliseconds came with 2024-11-15.
 * @see https://learn.microsoft.com/en-us/azure/ai-services/speech-service/batch-transcription-get
 */
export interface AzureSpeechResult extends AzureSpeechDuration {
  /** The audio, as it was given at submission. */
  readonly source: string
  readonly timestamp?: string
  /** The text of each channel. */
  readonly combinedRecognizedPhrases?: readonly AzureSpeechCombinedPhrase[]
  /** Of all channels, in no promised order. */
  readonly recognizedPhrases: readonly AzureSpeechPhrase[]
}

export interface AzureSpeechDuration {
  readonly durationMilliseconds?: number
  readonly durationInTicks?: number
  /** Such as `PT2.58S`. */
  readonly duration?: string
}

export interface AzureSpeechSpan extends AzureSpeechDuration {
  readonly offsetMilliseconds?: number
  readonly offsetInTicks?: number
  readonly offset?: string
}

export interface AzureSpeechText {
  readonly display?: string
  readonly lexical?: string
  readonly itn?: string
  readonly maskedITN?: string
}

export interface AzureSpeechCombinedPhrase extends AzureSpeechText {
  readonly channel: number
}

export interface AzureSpeechPhrase extends AzureSpeechSpan {
  /** `Success`; failures are spelled in several ways. */
  readonly recognitionStatus: string
  readonly channel?: number
  /** From 1, if diarization was asked for. Some versions have it in `nBest`. */
  readonly speaker?: number
  /** If languages were to be identified. */
  readonly locale?: string
  /** The first is the one that Azure Speech decided on. */
  readonly nBest?: readonly AzureSpeechBest[]
}

export interface AzureSpeechBest extends AzureSpeechText {
  readonly confidence?: number
  readonly speaker?: number
  /** `wordLevelTimestampsEnabled`: lexical, without punctuation. */
  readonly words?: readonly (AzureSpeechSpan & { readonly word: string; readonly confidence?: number })[]
  /** `displayFormWordLevelTimestampsEnabled`: as in `display`, without a confidence. */
  readonly displayWords?: readonly (AzureSpeechSpan & { readonly displayText: string })[]
}

/**
 * The result of v2.0 and v2.1, one file for each channel. `Offset` and `Duration` are ticks.
 * @see https://learn.microsoft.com/en-us/azure/ai-services/speech-service/migrate-v2-to-v3
 */
export interface AzureSpeechRetiredResult {
  readonly AudioFileResults: readonly {
    /** `Channel.0.wav`: mostly all that tells the channel. */
    readonly AudioFileName?: string | null
    readonly AudioFileUrl?: string | null
    readonly AudioLengthInSeconds?: number | null
    readonly CombinedResults?: readonly { readonly Display?: string }[] | null
    readonly SegmentResults: readonly {
      readonly RecognitionStatus: string
      readonly ChannelNumber?: string | number | null
      readonly SpeakerId?: string | number | null
      readonly Offset: number
      readonly Duration: number
      readonly NBest: readonly {
        readonly Confidence?: number
        readonly Display?: string
        readonly Words?:
          | readonly {
              readonly Word: string
              readonly Offset: number
              readonly Duration: number
              readonly Confidence?: number
            }[]
          | null
      }[]
    }[]
  }[]
}
