import {
  isRecord,
  type JsonRecord,
  listAt,
  numberAt,
  stringAt,
  type Transcript,
  type Utterance,
  type Word,
} from '@stt-webhooks/core/provider'

/** What the cloud or a self-hosted service found; `undefined` if there is no text in it. */
export function toTranscript(result: JsonRecord): Transcript | undefined {
  // An empty text is a transcript too: that of silence.
  const text = [result['transcription'], result['text']].find((value) => typeof value === 'string')
  if (text === undefined) return undefined
  const words = toWords(firstListAt(result, 'words', 'word_timestamps'))
  const utterances = toUtterances(firstListAt(result, 'utterances', 'speakers'))
  return {
    text,
    language: stringAt(result, 'language'),
    duration: durationOf(result),
    confidence: numberAt(result, 'confidence'),
    words,
    utterances,
    speakers: speakersOf([...words, ...utterances]),
  }
}

/** Seconds of audio. */
export function durationOf(result: JsonRecord): number | undefined {
  const { metadata } = result
  const exact = isRecord(metadata) ? numberAt(metadata, 'duration') : undefined
  return exact ?? numberAt(result, 'audio_length') ?? numberAt(result, 'duration')
}

function toWords(items: readonly unknown[]): Word[] {
  const words: Word[] = []
  for (const item of items) {
    const word = toWord(item)
    if (word === undefined) continue
    const previous = words.at(-1)
    if (previous !== undefined && isPunctuation(word)) {
      words[words.length - 1] = { ...previous, text: previous.text + word.text }
    } else {
      words.push(word)
    }
  }
  return words
}

function toWord(item: unknown): Word | undefined {
  if (!isRecord(item)) return undefined
  const text = stringAt(item, 'word')
  const start = numberAt(item, 'start')
  const end = numberAt(item, 'end')
  if (text === undefined || start === undefined || end === undefined) return undefined
  return { text, start, end, confidence: numberAt(item, 'confidence'), speaker: speakerOf(item) }
}

/** The self-hosted service lists the comma after "Hello" as a word that takes no time. */
function isPunctuation({ text, start, end }: Word): boolean {
  return start === end && /^\p{P}+$/u.test(text)
}

function toUtterances(items: readonly unknown[]): Utterance[] {
  return items.flatMap((item) => {
    if (!isRecord(item)) return []
    const text = stringAt(item, 'text') ?? stringAt(item, 'transcript')
    if (text === undefined) return []
    return { text, start: numberAt(item, 'start'), end: numberAt(item, 'end'), speaker: speakerOf(item) }
  })
}

function speakerOf(item: JsonRecord): string | undefined {
  return stringAt(item, 'speaker') ?? numberAt(item, 'speaker')?.toString()
}

function speakersOf(parts: readonly (Word | Utterance)[]): string[] {
  return [...new Set(parts.flatMap(({ speaker }) => speaker ?? []))]
}

function firstListAt(result: JsonRecord, key: string, other: string): readonly unknown[] {
  const list = listAt(result, key)
  return list.length > 0 ? list : listAt(result, other)
}
