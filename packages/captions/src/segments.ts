import { fill } from './lines.ts'
import type { Limits } from './options.ts'
import type { Token } from './token.ts'
import { isSameVoice } from './voice.ts'

/** The tokens of each cue. A cue is full when its lines or its time are; it then ends where reading it is easiest. */
export function segment(tokens: readonly Token[], limits: Limits): readonly (readonly Token[])[] {
  const segments: (readonly Token[])[] = []
  let open: readonly Token[] = []
  for (const token of tokens) {
    const before = open.at(-1)
    if (before !== undefined && isInterrupted(before, token, limits)) {
      segments.push(open)
      open = []
    }
    while (open.length > 0 && !fits([...open, token], limits)) {
      const end = bestEnd(open, limits)
      segments.push(open.slice(0, end))
      open = open.slice(end)
    }
    open = [...open, token]
  }
  return open.length > 0 ? [...segments, open] : segments
}

function isInterrupted(before: Token, token: Token, { maxGap }: Limits): boolean {
  return !isSameVoice(before, token) || token.start - before.end > maxGap
}

function fits(tokens: readonly Token[], { maxLineLength, maxLines, maxDuration }: Limits): boolean {
  const duration = (tokens.at(-1)?.end ?? 0) - (tokens[0]?.start ?? 0)
  return duration <= maxDuration && fill(tokens, maxLineLength).length <= maxLines
}

/**
 * After the last whole sentence, else after a comma in the second half, else where it is full. An end that would leave a cue too
 * short to read does not count.
 */
function bestEnd(tokens: readonly Token[], { minDuration }: Limits): number {
  const start = tokens[0]?.start ?? 0
  const lastOf = (kind: Token['closes']) =>
    tokens.findLastIndex(({ closes, end }) => closes === kind && end - start >= minDuration)
  const sentence = lastOf('sentence')
  if (sentence !== -1) return sentence + 1
  const clause = lastOf('clause')
  return clause >= tokens.length / 2 ? clause + 1 : tokens.length
}
