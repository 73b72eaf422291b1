import type { Script, ScriptWord } from '../script.ts'

const letters = 'ABCDEFGH'

/** @see https://www.assemblyai.com/docs/api-reference/transcripts/get */
export function toAssemblyAi(id: string, { language, duration, turns }: Script): unknown {
  const encode = (speaker: number) => (word: ScriptWord) => ({
    text: word.word + word.mark,
    start: Math.round(word.start * 1000),
    end: Math.round(word.end * 1000),
    confidence: word.confidence,
    speaker: letters[speaker],
  })
  const utterances = turns.map(({ speaker, words }) => {
    const encoded = words.map(encode(speaker))
    return {
      speaker: letters[speaker],
      text: encoded.map(({ text }) => text).join(' '),
      start: encoded[0]?.start,
      end: encoded.at(-1)?.end,
      confidence: 0.9,
      words: encoded,
    }
  })
  return {
    id,
    status: 'completed',
    language_code: language,
    audio_duration: duration,
    confidence: 0.9,
    audio_url: 'https://example.com/a.mp3',
    text: utterances.map(({ text }) => text).join(' '),
    words: utterances.flatMap(({ words }) => words),
    utterances,
  }
}
