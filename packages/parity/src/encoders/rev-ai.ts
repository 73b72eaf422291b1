import type { Script } from '../script.ts'

/** @see https://docs.rev.ai/api/asynchronous/transcribed-content */
export function toRevAi({ turns }: Script): unknown {
  return {
    monologues: turns.map(({ speaker, words }) => ({
      speaker,
      elements: words.flatMap(({ word, mark, start, end, confidence }, index) => [
        { type: 'text', value: word, ts: start, end_ts: end, confidence },
        { type: 'punct', value: index === words.length - 1 ? mark : `${mark} ` },
      ]),
    })),
  }
}
