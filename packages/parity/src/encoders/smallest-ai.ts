import type { Script } from '../script.ts'

/** @see https://docs.smallest.ai/waves/documentation/speech-to-text/pre-recorded/webhooks */
export function toSmallestAi(id: string, { duration, language, turns }: Script): unknown {
  const utterances = turns.map(({ speaker, words }) => ({
    text: words.map(({ word, mark }) => word + mark).join(' '),
    start: words[0]?.start,
    end: words.at(-1)?.end,
    speaker,
  }))
  return {
    status: 'success',
    request_id: id,
    language,
    metadata: { duration },
    transcription: utterances.map(({ text }) => text).join(' '),
    words: turns.flatMap(({ speaker, words }) =>
      words.map(({ word, mark, start, end, confidence }) => ({
        word: word + mark,
        start,
        end,
        confidence,
        speaker,
      })),
    ),
    utterances,
  }
}
