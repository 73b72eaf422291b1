import type { Transcript, Utterance, Word } from '@stt-webhooks/core'
import { toMilliseconds, turnsOf } from './turns.ts'

/** The fields of a completed transcript that are made of ours. What ours has no value for is null, as AssemblyAI writes it. */
export function toTranscriptFields(transcript: Transcript): Readonly<Record<string, unknown>> {
  const { text, language, duration, confidence, words } = transcript
  const turns = turnsOf(transcript)
  return {
    text,
    language_code: language ?? null,
    audio_duration: duration ?? null,
    confidence: confidence ?? null,
    words: words.map((word) => toSpokenFields(word, word)),
    utterances:
      turns.length === 0
        ? null
        : turns.map(({ utterance, words: own }) => ({
            ...toSpokenFields(utterance, { start: own[0]?.start ?? 0, end: own.at(-1)?.end ?? 0 }),
            words: own.map((word) => toSpokenFields(word, word)),
          })),
  }
}

function toSpokenFields(
  { text, start, end, confidence, speaker, channel }: Word | Utterance,
  fallback: { readonly start: number; readonly end: number },
): Readonly<Record<string, unknown>> {
  return {
    text,
    start: toMilliseconds(start ?? fallback.start),
    end: toMilliseconds(end ?? fallback.end),
    confidence: confidence ?? null,
    speaker: speaker ?? null,
    ...(channel !== undefined && { channel }),
  }
}
