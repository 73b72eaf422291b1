import { balance } from './lines.ts'
import type { Limits } from './options.ts'
import { segment } from './segments.ts'
import type { Token } from './token.ts'
import type { Voice } from './voice.ts'

export interface Cue extends Voice {
  /** Whole milliseconds. */
  readonly start: number
  readonly end: number
  readonly lines: readonly string[]
}

/** Cues never overlap, and each lasts a millisecond at least, also where rounding or the times of the service say otherwise. */
export function cuesOf(tokens: readonly Token[], limits: Limits): readonly Cue[] {
  let earliest = 0
  const cues = segment(tokens, limits).map((part) => {
    const [first] = part
    const start = Math.max(earliest, milliseconds(first?.start ?? 0))
    earliest = start + 1
    return {
      start,
      end: endOf(part, start, limits),
      lines: balance(part, limits.maxLineLength),
      speaker: first?.speaker,
      channel: first?.channel,
    }
  })
  return cues.map((cue, index) => ({ ...cue, end: Math.min(cue.end, cues[index + 1]?.start ?? cue.end) }))
}

function endOf(tokens: readonly Token[], start: number, { minDuration, maxDuration }: Limits): number {
  const spoken = milliseconds(tokens.at(-1)?.end ?? 0)
  const readable = Math.max(spoken, start + milliseconds(minDuration))
  return Math.max(start + 1, Math.min(readable, start + milliseconds(maxDuration)))
}

function milliseconds(seconds: number): number {
  return Math.round(seconds * 1000)
}
