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

/**
 * The answer of `GET /v2/transcript/{id}`, as far as it is used here; it has some eighty fields more.
 * @see https://www.assemblyai.com/docs/api-reference/transcripts/get
 */
export interface AssemblyAiTranscript {
  readonly id: string
  /** `queued`, `processing`, `completed` or `error`. A deleted transcript stays `completed`. */
  readonly status: string
  /** `http://deleted_by_user` once it was deleted. */
  readonly audio_url?: string
  readonly text?: string | null
  /** In the order of their times. */
  readonly words?: readonly AssemblyAiWord[] | null
  /** With `speaker_labels` or `multichannel` only. */
  readonly utterances?: readonly AssemblyAiUtterance[] | null
  /** 0 to 1. */
  readonly confidence?: number | null
  /** Seconds. */
  readonly audio_duration?: number | null
  /** `en_us`; `en` is answered as `en_us`. */
  readonly language_code?: string | null
  /** Why it failed: a sentence, no code. It may quote the URL of the audio. */
  readonly error?: string | null
  /** The callback URL as it was submitted. */
  readonly webhook_url?: string | null
  /** What the webhook was answered with. Null if there was no answer, or no webhook. */
  readonly webhook_status_code?: number | null
}

/**
 * The answer of `GET /v2/transcript`, newest first.
 * @see https://www.assemblyai.com/docs/api-reference/transcripts/list
 */
export interface AssemblyAiTranscriptList {
  readonly page_details: {
    readonly limit: number
    readonly result_count: number
    readonly current_url: string
    /** Leads to older ones. */
    readonly prev_url: string | null
    /** Leads to newer ones. */
    readonly next_url: string | null
  }
  readonly transcripts: readonly AssemblyAiTranscriptListItem[]
}

export interface AssemblyAiTranscriptListItem {
  readonly id: string
  readonly resource_url: string
  readonly status: string
  /** ISO 8601 in UTC, without a zone. */
  readonly created: string
  /** Null for failures too. */
  readonly completed: string | null
  readonly audio_url: string
  readonly error: string | null
}

/** @see https://www.assemblyai.com/docs/api-reference/transcripts/get */
export interface AssemblyAiWord {
  readonly text: string
  /** Milliseconds. */
  readonly start: number
  /** Milliseconds. */
  readonly end: number
  readonly confidence: number
  /** `A`, `B` …; the channel's number with `multichannel`; `1A` with both; a name or a role after speaker identification. */
  readonly speaker: string | null
  /** From `1`. With `multichannel` only. */
  readonly channel?: string | null
}

/** @see https://www.assemblyai.com/docs/pre-recorded-audio/speaker-diarization */
export interface AssemblyAiUtterance extends AssemblyAiWord {
  readonly words: readonly AssemblyAiWord[]
}
