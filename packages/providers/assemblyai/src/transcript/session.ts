import {
  isRecord,
  listAt,
  numberAt,
  stringAt,
  type Transcript,
  type Utterance,
  type Word,
} from '@stt-webhooks/core/provider'
import type { AssemblyAiStreamingNotification, AssemblyAiTurn } from '../payload.ts'
import { speakersOf } from './speakers.ts'
import { toSpoken } from './spoken.ts'

/** The whole of a streaming session. A session in which nobody spoke has an empty transcript. */
export function toSessionTranscript(session: AssemblyAiStreamingNotification): Transcript {
  const turns = turnsOf(session)
  const spoken = turns.map((turn) => {
    const words = toSpoken(listAt(turn, 'words'), stringAt(turn, 'speaker_label'))
    return { words, utterance: toUtterance(turn, words) }
  })
  const words = spoken.flatMap((turn) => turn.words)
  const utterances = spoken.map(({ utterance }) => utterance)
  return {
    text: turns.map((turn) => turn.transcript).join(' '),
    language: languageOf(turns),
    words,
    utterances,
    speakers: speakersOf(words, utterances),
  }
}

/** As on the websocket, a later message about a turn replaces the earlier one: its text comes first plain, then formatted. */
function turnsOf(session: AssemblyAiStreamingNotification): AssemblyAiTurn[] {
  const turns = new Map<unknown, AssemblyAiTurn>()
  for (const message of session.messages) {
    if (isTurn(message)) turns.set(numberAt(message, 'turn_order') ?? message, message)
  }
  return [...turns.values()]
}

function toUtterance(turn: AssemblyAiTurn, words: readonly Word[]): Utterance {
  return {
    text: turn.transcript,
    start: words[0]?.start,
    end: words.at(-1)?.end,
    speaker: stringAt(turn, 'speaker_label'),
  }
}

/** The language is told turn by turn: only a session in one language has one. */
function languageOf(turns: readonly AssemblyAiTurn[]): string | undefined {
  const told = turns.flatMap((turn) => stringAt(turn, 'language_code') ?? [])
  const [language, ...others] = new Set(told)
  return others.length === 0 ? language : undefined
}

function isTurn(message: unknown): message is AssemblyAiTurn {
  return isRecord(message) && message['type'] === 'Turn' && stringAt(message, 'transcript') !== undefined
}
