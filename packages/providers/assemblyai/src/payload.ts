/**
 * A pre-recorded transcription ended. The notice has neither the text nor the reason of a failure.
 * @see https://www.assemblyai.com/docs/pre-recorded-audio/webhooks
 */
export interface AssemblyAiTranscriptNotification {
  readonly transcript_id: string
  /** `completed` or `error`. */
  readonly status: string
}

/**
 * The redacted audio of a transcription with `redact_pii_audio` is ready. It names no transcript.
 * @see https://github.com/AssemblyAI/assemblyai-api-spec/blob/main/openapi.yml (`RedactedAudioNotification`)
 */
export interface AssemblyAiRedactedAudioNotification {
  /** `redacted_audio_ready`. */
  readonly status: string
  /** Here without its signed query: it tells which file it is and opens nothing. */
  readonly redacted_audio_url: string
}

/**
 * A streaming session ended: all that was said in it.
 * @see https://www.assemblyai.com/docs/streaming/webhooks
 */
export interface AssemblyAiStreamingNotification {
  readonly session_id: string
  /** Typically turns; messages of another `type` may stand between them. */
  readonly messages: readonly AssemblyAiTurn[]
}

/** @see https://www.assemblyai.com/docs/streaming/message-sequence */
export interface AssemblyAiTurn {
  /** `Turn`. */
  readonly type: string
  /** From 0. A later message with the same number replaces the earlier one. */
  readonly turn_order: number
  readonly turn_is_formatted: boolean
  readonly end_of_turn: boolean
  /** How sure it is that the turn is over, 0 to 1; it says nothing about the words. */
  readonly end_of_turn_confidence: number
  readonly transcript: string
  /** May be empty. `transcript` has the whole turn. */
  readonly utterance?: string
  readonly words: readonly AssemblyAiStreamingWord[]
  readonly language_code?: string
  readonly language_confidence?: number
  /** Who spoke most of the turn: `A`, `B` …, or `UNKNOWN` where the turn was too short to tell. */
  readonly speaker_label?: string
}

export interface AssemblyAiStreamingWord {
  readonly text: string
  /** Milliseconds. */
  readonly start: number
  /** Milliseconds. */
  readonly end: number
  readonly confidence: number
  readonly word_is_final: boolean
  readonly speaker?: string
}
