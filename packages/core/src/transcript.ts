/** One spoken word. `text` carries its punctuation; times are seconds from the start of the audio. */
export interface Word {
  readonly text: string
  readonly start: number
  readonly end: number
  /** 0 to 1, as the service gives it. */
  readonly confidence?: number | undefined
  /** The service's own label, always as a string (`'A'`, `'S1'`, `'speaker_0'`, `'0'`). */
  readonly speaker?: string | undefined
  readonly channel?: string | undefined
}

/** What one speaker said without a break. Times are seconds, and missing where the service gave text only. */
export interface Utterance {
  readonly text: string
  readonly start?: number | undefined
  readonly end?: number | undefined
  readonly confidence?: number | undefined
  readonly speaker?: string | undefined
  readonly channel?: string | undefined
}

/** One transcript in the model that all providers share. What it has no place for stays in `event.raw`. */
export interface Transcript {
  readonly text: string
  /** As the service writes it: `'en'`, `'en_us'`, `'en-US'`. */
  readonly language?: string | undefined
  /** Seconds of audio. */
  readonly duration?: number | undefined
  /** 0 to 1. */
  readonly confidence?: number | undefined
  /** Empty where the service sent text without times. */
  readonly words: readonly Word[]
  /** In the order they were spoken. Empty where the service told neither turns nor speakers. */
  readonly utterances: readonly Utterance[]
  /** Every speaker label that occurs, in order of appearance. */
  readonly speakers: readonly string[]
  /** Which input it belongs to, where one job has several. */
  readonly source?: string | undefined
}
