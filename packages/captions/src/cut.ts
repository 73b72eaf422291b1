// Word breaks depend on the script and not on the language, and a fixed one makes the result the same on every machine.
const words = new Intl.Segmenter('en', { granularity: 'word' })
const characters = new Intl.Segmenter('en', { granularity: 'grapheme' })

/** Characters as a reader counts them. */
export function lengthOf(text: string): number {
  return /^[ -~]*$/.test(text) ? text.length : charactersOf(text).length
}

/**
 * Cuts what has no spaces and is too long for a line: between the words of languages that are written without spaces and between the
 * parts of an address, inside of them only where they are too long themselves.
 */
export function cut(text: string, most: number): readonly string[] {
  if (lengthOf(text) <= most) return [text]
  const parts: string[] = []
  for (const { segment, isWordLike } of words.segment(text)) {
    // No line should begin with a full stop.
    const attached = isWordLike ? undefined : parts.pop()
    parts.push((attached ?? '') + segment)
  }
  return parts.flatMap((part) => chunksOf(part, most))
}

function chunksOf(text: string, most: number): readonly string[] {
  if (lengthOf(text) <= most) return [text]
  const all = charactersOf(text)
  return Array.from({ length: Math.ceil(all.length / most) }, (_, index) =>
    all.slice(index * most, (index + 1) * most).join(''),
  )
}

function charactersOf(text: string): readonly string[] {
  return Array.from(characters.segment(text), ({ segment }) => segment)
}
