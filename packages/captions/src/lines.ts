import type { Token } from './token.ts'

type Line = readonly Token[]

/** As few lines as possible, each as long as possible. */
export function fill(tokens: readonly Token[], width: number): readonly Line[] {
  const lines: Token[][] = []
  let used = 0
  for (const token of tokens) {
    const line = lines.at(-1)
    used += token.length + (token.isSpaced ? 1 : 0)
    if (line !== undefined && used <= width) {
      line.push(token)
    } else {
      lines.push([token])
      used = token.length
    }
  }
  return lines
}

/** As few lines as possible, of about the same length: two even lines are read faster than a long one and a lonely word. */
export function balance(tokens: readonly Token[], width: number): readonly string[] {
  const lines = fill(tokens, width)
  const total = tokens.reduce((sum, { length }) => sum + length, 0)
  let narrow = Math.ceil(total / lines.length)
  while (narrow < width && fill(tokens, narrow).length > lines.length) narrow++
  return fill(tokens, Math.min(narrow, width)).map(textOf)
}

function textOf(line: Line): string {
  return line.map(({ text, isSpaced }, index) => (isSpaced && index > 0 ? ` ${text}` : text)).join('')
}
