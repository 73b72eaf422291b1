import { cleanText } from './clean.ts'

/** How far ahead a word is looked for where words and text differ, as `twenty` and `20` do. */
const reach = 200

/**
 * Says of each part of a transcript, one after the other, whether a space stands before it. The list of words does not tell (`self-`
 * `service`, and all of Chinese), the text does.
 */
export function spacingIn(transcriptText: string): (part: string) => boolean {
  const text = cleanText(transcriptText)
  let position = 0
  return (part) => {
    const spoken = cleanText(part)
    const ahead = text.slice(position, position + reach + spoken.length)
    const found = ahead.indexOf(spoken)
    if (found === -1) return ahead === '' || /\s/.test(ahead)
    position += found + spoken.length
    return /\s/.test(ahead.slice(0, found))
  }
}
