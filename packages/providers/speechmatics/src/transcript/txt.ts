import type { Transcript, Utterance } from '@stt-webhooks/core/provider'
import { knownSpeakers } from './speakers.ts'

const speakerLine = /^SPEAKER: *(.+)$/

/** Plain text, with a line `SPEAKER: S1` before each turn if speakers were asked for. */
export function fromTxt(source: string): Transcript {
  const turns: { speaker: string | undefined; lines: string[] }[] = []
  for (const line of source.split(/\r?\n/)) {
    const text = line.trim()
    const speaker = speakerLine.exec(text)?.[1]
    if (speaker !== undefined || turns.length === 0) turns.push({ speaker, lines: [] })
    if (speaker === undefined && text !== '') turns.at(-1)?.lines.push(text)
  }
  const spoken: readonly Utterance[] = turns
    .filter(({ lines }) => lines.length > 0)
    .map(({ speaker, lines }) => ({ text: lines.join(' '), speaker }))
  const speakers = knownSpeakers(spoken)
  return {
    text: spoken.map(({ text }) => text).join(' '),
    words: [],
    utterances: speakers.length === 0 ? [] : spoken,
    speakers,
  }
}
