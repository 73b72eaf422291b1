import {
  isRecord,
  listAt,
  numberAt,
  stringAt,
  type Transcript,
  type Utterance,
  type Word,
} from '@stt-webhooks/core/provider'
import type { AssemblyAiStreamingNotification, AssemblyAiTurn } from './payload.ts'

/** The whole of a streaming session. A session in which nobody spoke has an empty transcript. */
export function toTranscript(session: AssemblyAiStreamingNotification): Transcript {
  const turns = turnsOf(session)
  const spoken = turns.map((turn) => {
    const words = wordsOf(turn)
    return { words, utterance: toUtterance(turn, words) }
  })
  return {
    text: turns.map((turn) => turn.transcript).join(' '),
    language: languageOf(turns),
    words: spoken.flatMap(({ words }) => words),
    utterances: spoken.map(({ utterance }) => utterance),
    speakers: distinct(spoken.flatMap(({ words, utterance }) => [...words, utterance].map(speakerOf))),
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

function wordsOf(turn: AssemblyAiTurn): Word[] {
  return listAt(turn, 'words').flatMap((word) => toWord(word, stringAt(turn, 'speaker_label')) ?? [])
}

/** Undefined for a word without a text or a time, which the model cannot place; the turn's text has it still. */
function toWord(word: unknown, speakerOfTurn: string | undefined): Word | undefined {
  if (!isRecord(word)) return undefined
  const text = stringAt(word, 'text')
  const start = numberAt(word, 'start')
  const end = numberAt(word, 'end')
  if (text === undefined || start === undefined || end === undefined) return undefined
  return {
    text,
    start: start / 1000,
    end: end / 1000,
    confidence: numberAt(word, 'confidence'),
    speaker: stringAt(word, 'speaker') ?? speakerOfTurn,
  }
}

/** The language is told turn by turn: only a session in one language has one. */
function languageOf(turns: readonly AssemblyAiTurn[]): string | undefined {
  const [language, ...others] = distinct(turns.map((turn) => stringAt(turn, 'language_code')))
  return others.length === 0 ? language : undefined
}

const speakerOf = ({ speaker }: Word | Utterance) => speaker

function distinct(values: readonly (string | undefined)[]): string[] {
  return [...new Set(values)].filter((value) => value !== undefined)
}

function isTurn(message: unknown): message is AssemblyAiTurn {
  return isRecord(message) && message['type'] === 'Turn' && stringAt(message, 'transcript') !== undefined
}
