import type { Transcript, Utterance, Word } from '@stt-webhooks/core'
import type { RevAiElement, RevAiMonologue } from '../index.ts'

/** A transcript as Rev AI writes it, with punctuation: its utterances are the monologues. */
export function toMonologues({ text, words, utterances, speakers }: Transcript): readonly RevAiMonologue[] {
  const [only, ...others] = speakers
  const whole = text === '' ? [] : [{ text, speaker: others.length === 0 ? only : undefined }]
  const spoken = utterances.length === 0 ? whole : utterances
  const turns = spoken.map((utterance: Utterance) => ({ utterance, own: [] as Word[] }))
  for (const word of words) {
    // A word belongs to the last utterance that had begun.
    const turn = turns.findLast(({ utterance: { start = 0 } }) => start <= word.start) ?? turns[0]
    turn?.own.push(word)
  }
  return turns.map(({ utterance, own }) => ({
    ...speakerOf(utterance, speakers),
    elements: own.length === 0 ? [{ type: 'text', value: utterance.text }] : toElements(own),
  }))
}

/** Numbers are the only labels of Rev AI; any other one is a name that was given to a number. */
function speakerOf(
  { speaker, channel }: Utterance,
  speakers: readonly string[],
): Pick<RevAiMonologue, 'speaker' | 'speaker_info'> {
  const label = channel ?? speaker
  if (label === undefined) return {}
  const number = /^\d+$/.test(label) ? Number(label) : speakers.indexOf(label)
  if (speaker === undefined || speaker === String(number)) return { speaker: number }
  return { speaker: number, speaker_info: { id: number, display_name: speaker } }
}

function toElements(words: readonly Word[]): RevAiElement[] {
  return words.flatMap((word, index) => [
    ...(index === 0 ? [] : [{ type: 'punct', value: ' ' }]),
    ...toPieces(word),
  ])
}

/** The word, and the punctuation behind it. */
function toPieces({ text, start, end, confidence }: Word): RevAiElement[] {
  const [, bare, behind] = /^(.+?)(\p{P}+)$/su.exec(text) ?? []
  const word = { type: 'text', value: bare ?? text, ts: start, end_ts: end }
  const heard = confidence === undefined ? word : { ...word, confidence }
  return behind === undefined ? [heard] : [heard, { type: 'punct', value: behind }]
}
