import type { Transcript } from '@stt-webhooks/core'
import type { AssemblyAiStreamingNotification, AssemblyAiTurn } from '../index.ts'
import { type SpokenTurn, toMilliseconds, turnsOf } from './turns.ts'

/** A streaming session in which the transcript was spoken: its utterances are the turns. */
export function toSession(transcript: Transcript, sessionId: string): AssemblyAiStreamingNotification {
  const { text, words, language } = transcript
  const whole = text === '' ? [] : [{ text }]
  const utterances = transcript.utterances.length === 0 ? whole : transcript.utterances
  const messages = turnsOf({ utterances, words }).map((turn, order) => toTurn(turn, order, language))
  return { session_id: sessionId, messages }
}

function toTurn(
  { utterance, words }: SpokenTurn,
  order: number,
  language: string | undefined,
): AssemblyAiTurn {
  const { text, speaker } = utterance
  return {
    turn_order: order,
    turn_is_formatted: true,
    end_of_turn: true,
    transcript: text,
    end_of_turn_confidence: 1,
    words: words.map((word) => ({
      start: toMilliseconds(word.start),
      end: toMilliseconds(word.end),
      text: word.text,
      confidence: word.confidence ?? 1,
      word_is_final: true,
      ...(word.speaker !== undefined && { speaker: word.speaker }),
    })),
    utterance: text,
    ...(language !== undefined && { language_code: language }),
    ...(speaker !== undefined && { speaker_label: speaker }),
    type: 'Turn',
  }
}

/** What is said in a session where no transcript is given. */
export const hello: Transcript = {
  text: 'Hello there. Hi.',
  language: 'en',
  words: [
    { text: 'Hello', start: 0.48, end: 0.72, confidence: 0.98, speaker: 'A' },
    { text: 'there.', start: 0.76, end: 1.04, confidence: 0.97, speaker: 'A' },
    { text: 'Hi.', start: 1.6, end: 1.76, confidence: 0.91, speaker: 'B' },
  ],
  utterances: [
    { text: 'Hello there.', start: 0.48, end: 1.04, speaker: 'A' },
    { text: 'Hi.', start: 1.6, end: 1.76, speaker: 'B' },
  ],
  speakers: ['A', 'B'],
}
