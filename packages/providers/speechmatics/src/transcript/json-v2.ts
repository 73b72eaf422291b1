import { numberAt, type Transcript, type Utterance, type Word } from '@stt-webhooks/core/provider'
import type { SpeechmaticsTranscript } from '../payload.ts'
import { type Delimit, delimiterOf } from './delimiter.ts'
import { languageOf } from './language.ts'
import { type Piece, piecesOf } from './pieces.ts'
import { knownSpeakers } from './speakers.ts'
import { type Token, tokensOf } from './tokens.ts'
import { turnsOf } from './turns.ts'

/** The full transcript, with words, times, speakers and channels. */
export function fromJsonV2(source: SpeechmaticsTranscript): Transcript {
  const pieces = piecesOf(source.results)
  // If nobody is known, nobody asked for speakers: then the label would only pretend that there is one.
  const isSpeakerKnown = knownSpeakers(pieces).length > 0
  const turns = turnsOf(byChannel(pieces).map((channel) => tokensOf(channel, isSpeakerKnown)))
  const tokens = turns.flat()
  const delimit = delimiterOf(source)
  const isTold = tokens.some(({ speaker, channel }) => speaker !== undefined || channel !== undefined)
  return {
    text: textOf(tokens, delimit),
    language: languageOf(source, tokens),
    duration: numberAt(source.job, 'duration'),
    words: tokens.map(toWord),
    utterances: isTold ? turns.map((turn) => toUtterance(turn, delimit)) : [],
    speakers: knownSpeakers(tokens),
  }
}

function byChannel(pieces: readonly Piece[]): readonly (readonly Piece[])[] {
  const channels = new Map<string | undefined, Piece[]>()
  for (const piece of pieces) {
    const channel = channels.get(piece.channel)
    if (channel === undefined) channels.set(piece.channel, [piece])
    else channel.push(piece)
  }
  return [...channels.values()]
}

function textOf(tokens: readonly Token[], delimit: Delimit): string {
  let text = ''
  let before: Token | undefined
  for (const token of tokens) {
    if (before !== undefined) text += delimit(before, token)
    text += token.text
    before = token
  }
  return text
}

function toWord({ text, start, end, confidence, speaker, channel }: Token): Word {
  return { text, start, end, confidence, speaker, channel }
}

function toUtterance(turn: readonly Token[], delimit: Delimit): Utterance {
  const first = turn[0]
  return {
    text: textOf(turn, delimit),
    start: first?.start,
    end: turn.at(-1)?.end,
    speaker: first?.speaker,
    channel: first?.channel,
  }
}
