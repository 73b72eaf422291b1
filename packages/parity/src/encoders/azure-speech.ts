import type { Script, ScriptWord } from '../script.ts'

const ticks = (seconds: number) => Math.round(seconds * 1000) * 10_000
const iso = (seconds: number) => `PT${seconds.toFixed(2)}S`

/** @see https://learn.microsoft.com/en-us/azure/ai-services/speech-service/batch-transcription-get */
export function toAzureSpeech({ duration, language, turns }: Script): unknown {
  const phrases = turns.map(({ speaker, words }) => {
    const start = words[0]?.start ?? 0
    const end = words.at(-1)?.end ?? 0
    const display = words.map(({ word, mark }) => word + mark).join(' ')
    return {
      recognitionStatus: 'Success',
      channel: 0,
      speaker: speaker + 1,
      locale: language,
      ...span(start, end),
      nBest: [
        {
          confidence: 0.9,
          display,
          lexical: words.map(({ word }) => word.toLowerCase()).join(' '),
          displayWords: words.map((word) => ({ displayText: word.word + word.mark, ...spanOf(word) })),
        },
      ],
    }
  })
  return {
    source: 'https://example.com/a.wav',
    timestamp: '2026-11-21T10:00:00Z',
    durationInTicks: ticks(duration),
    durationMilliseconds: duration * 1000,
    duration: iso(duration),
    combinedRecognizedPhrases: [
      { channel: 0, display: phrases.map(({ nBest }) => nBest[0]?.display).join(' ') },
    ],
    recognizedPhrases: phrases,
  }
}

const spanOf = ({ start, end }: ScriptWord) => span(start, end)

function span(start: number, end: number): Readonly<Record<string, string | number>> {
  return {
    offset: iso(start),
    duration: iso(end - start),
    offsetInTicks: ticks(start),
    durationInTicks: ticks(end) - ticks(start),
    offsetMilliseconds: Math.round(start * 1000),
    durationMilliseconds: Math.round(end * 1000) - Math.round(start * 1000),
  }
}
