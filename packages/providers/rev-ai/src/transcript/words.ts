import { numberAt, type Word } from '@stt-webhooks/core/provider'
import type { RevAiElement } from '../payload.ts'

/** Whose words they are. */
export type Labels = Pick<Word, 'speaker' | 'channel'>

type Draft = { -readonly [Field in keyof Word]: Word[Field] }

/**
 * The words of one monologue. Punctuation belongs to what it touches: to the word before it, or, behind a space, to the word after it.
 * What could not be understood is no word, nor is a word without times: they are in the text only.
 */
export function toWords(elements: readonly RevAiElement[], { speaker, channel }: Labels): Word[] {
  const words: Draft[] = []
  let touched: { text: string } | undefined
  let ahead = ''
  for (const element of elements) {
    const { type, value } = element
    if (type === 'punct') {
      const visible = value.trim()
      if (touched !== undefined) touched.text += visible
      else if (visible !== '' || ahead !== '') ahead += value
      if (visible !== value) touched = undefined
      continue
    }
    const start = type === 'text' ? numberAt(element, 'ts') : undefined
    const end = numberAt(element, 'end_ts')
    if (start !== undefined && end !== undefined) {
      const confidence = numberAt(element, 'confidence')
      const word: Draft = { text: ahead + value, start, end, confidence, speaker, channel }
      words.push(word)
      touched = word
    } else {
      // Takes what touches it along, out of the words.
      touched = { text: '' }
    }
    ahead = ''
  }
  const last = words.at(-1)
  if (last !== undefined && ahead !== '') last.text += ` ${ahead.trimEnd()}`
  return words
}
