import type { Transcript, Utterance, Word } from '@stt-webhooks/core'
import type { AzureSpeechPhrase, AzureSpeechResult, AzureSpeechSpan } from '../index.ts'

/**
 * A result file of 2024-11-15 in which the transcript was said: its utterances are the phrases, its words the display words, which have no
 * confidence. Speakers and channels are numbers on the wire: labels that are none are numbered.
 */
export function toResult(transcript: Transcript, source: string): AzureSpeechResult {
  const spoken = phrasesOf(transcript)
  const channels = numbering(
    spoken.map(({ utterance }) => utterance.channel),
    0,
  )
  const speakers = numbering(transcript.speakers, 1)
  const phrases = spoken.map(({ utterance, words }) =>
    toPhrase(utterance, words, channels(utterance.channel) ?? 0, speakers(utterance.speaker), transcript),
  )
  return {
    source: transcript.source ?? source,
    timestamp: '2026-11-21T10:00:42Z',
    ...(transcript.duration !== undefined && durationFields(transcript.duration)),
    combinedRecognizedPhrases: [...new Set(phrases.map(({ channel = 0 }) => channel))]
      .sort((one, other) => one - other)
      .map((channel) => ({ channel, display: textOf(phrases, channel) })),
    recognizedPhrases: phrases,
  }
}

interface SpokenPhrase {
  readonly utterance: Utterance
  readonly words: readonly Word[]
}

/** A word belongs to the last utterance of its channel that had begun. */
function phrasesOf({ text, words, utterances }: Transcript): SpokenPhrase[] {
  if (utterances.length === 0) {
    const [first] = words
    return text === ''
      ? []
      : [{ utterance: { text, speaker: first?.speaker, channel: first?.channel }, words }]
  }
  const utteranceOf = ({ channel, start }: Word): Utterance | undefined => {
    const own = utterances.filter((utterance) => utterance.channel === channel)
    return own.findLast((utterance) => (utterance.start ?? 0) <= start) ?? own[0] ?? utterances[0]
  }
  return utterances.map((utterance) => ({
    utterance,
    words: words.filter((word) => utteranceOf(word) === utterance),
  }))
}

function toPhrase(
  utterance: Utterance,
  words: readonly Word[],
  channel: number,
  speaker: number | undefined,
  { language }: Transcript,
): AzureSpeechPhrase {
  const start = utterance.start ?? words[0]?.start ?? 0
  const { text, confidence, end = words.at(-1)?.end ?? start } = utterance
  return {
    recognitionStatus: 'Success',
    channel,
    ...(speaker !== undefined && { speaker }),
    ...(language !== undefined && { locale: language }),
    ...spanFields(start, end),
    nBest: [
      {
        ...(confidence !== undefined && { confidence }),
        lexical: text.toLowerCase(),
        itn: text.toLowerCase(),
        maskedITN: text.toLowerCase(),
        display: text,
        ...(words.length > 0 && {
          displayWords: words.map((word) => ({
            displayText: word.text,
            ...spanFields(word.start, word.end),
          })),
        }),
      },
    ],
  }
}

function textOf(phrases: readonly AzureSpeechPhrase[], channel: number): string {
  const own = phrases.filter((phrase) => phrase.channel === channel)
  return own.map(({ nBest = [] }) => nBest[0]?.display ?? '').join(' ')
}

/** Numbers stay what they are; other labels are counted in order of appearance. */
function numbering(
  labels: readonly (string | undefined)[],
  from: number,
): (label: string | undefined) => number | undefined {
  const known = [...new Set(labels)].filter((label) => label !== undefined)
  return (label) => {
    if (label === undefined) return undefined
    return /^\d+$/.test(label) ? Number(label) : from + known.indexOf(label)
  }
}

function spanFields(start: number, end: number): AzureSpeechSpan {
  const offset = toMilliseconds(start)
  return {
    offset: iso(offset),
    offsetInTicks: offset * 10_000,
    offsetMilliseconds: offset,
    ...durationFields((toMilliseconds(end) - offset) / 1000),
  }
}

function durationFields(seconds: number): AzureSpeechSpan {
  const duration = toMilliseconds(seconds)
  return { duration: iso(duration), durationInTicks: duration * 10_000, durationMilliseconds: duration }
}

function toMilliseconds(seconds: number): number {
  return Math.round(seconds * 1000)
}

function iso(milliseconds: number): string {
  return `PT${milliseconds / 1000}S`
}
