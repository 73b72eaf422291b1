import type { Transcript, Utterance, Word } from '@stt-webhooks/core'

export function transcriptOf(parts: Partial<Transcript>): Transcript {
  const { words = [], utterances = [] } = parts
  const all = words.length > 0 ? words : utterances
  const speakers = all.flatMap(({ speaker }) => speaker ?? [])
  return {
    text: all.map(({ text }) => text).join(' '),
    words,
    utterances,
    speakers: [...new Set(speakers)],
    ...parts,
  }
}

/** Words that follow each other without a pause, each of which lasts so many seconds. */
export function speak(text: string, options: Partial<Word> & { readonly pace?: number } = {}): Word[] {
  const { start = 0, pace = 0.25, speaker, channel } = options
  return text.split(' ').map((word, index) => ({
    text: word,
    start: start + index * pace,
    end: start + (index + 1) * pace,
    speaker,
    channel,
  }))
}

export function say(text: string, start?: number, end?: number, speaker?: string): Utterance {
  return { text, start, end, speaker }
}
