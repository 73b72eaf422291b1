import type { Transcript, Utterance } from '@stt-webhooks/core/provider'

const time = String.raw`(\d{2,}):(\d\d):(\d\d),(\d{3})`
const timing = new RegExp(`^${time} --> ${time}`)

/** Subtitles: a number, a line of times, lines of text, and an empty line. */
export function fromSrt(source: string): Transcript {
  const cues = source
    .split(/\r?\n(?:[ \t]*\r?\n)+/)
    .flatMap((block) => toCue(block.trim().split(/\r?\n/)) ?? [])
  return { text: cues.map(({ text }) => text).join(' '), words: [], utterances: cues, speakers: [] }
}

function toCue([, times = '', ...lines]: readonly string[]): Utterance | undefined {
  const numbers = timing.exec(times)?.slice(1).map(Number)
  if (numbers === undefined || lines.length === 0) return undefined
  const text = lines.map((line) => line.trim()).join(' ')
  return { text, start: toSeconds(numbers.slice(0, 4)), end: toSeconds(numbers.slice(4)) }
}

function toSeconds([hours = 0, minutes = 0, seconds = 0, milliseconds = 0]: readonly number[]): number {
  return (((hours * 60 + minutes) * 60 + seconds) * 1000 + milliseconds) / 1000
}
