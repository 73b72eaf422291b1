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
import type { RevAiElement, RevAiTranscript } from './payload.ts'
import { type Labels, toWords } from './transcript/words.ts'

/** What a transcript of Rev AI does not tell and its job does. */
export interface JobFacts {
  readonly language?: string | undefined
  /** Seconds. */
  readonly duration?: number | undefined
  /** True if each channel was transcribed by itself: the speakers' numbers are those of the channels then. */
  readonly isMultichannel: boolean
}

/** Each monologue is an utterance. */
export function toTranscript(result: RevAiTranscript, job: JobFacts): Transcript {
  const monologues = listAt(result, 'monologues')
    .filter(isRecord)
    .map((monologue) => ({
      elements: listAt(monologue, 'elements').filter(isElement),
      labels: labelsOf(monologue, job.isMultichannel),
    }))
  // Spaces are punctuation to Rev AI: without it words have nothing between them.
  const isPunctuated = monologues.some(({ elements }) => elements.some(({ type }) => type === 'punct'))
  const words: Word[] = []
  const utterances: Utterance[] = []
  const speakers = new Set<string>()
  for (const { elements, labels } of monologues) {
    const text = textOf(elements, isPunctuated ? '' : ' ')
    if (text === '') continue
    const own = toWords(elements, labels)
    for (const word of own) words.push(word)
    utterances.push({ text, start: own[0]?.start, end: own.at(-1)?.end, ...labels })
    if (labels.speaker !== undefined) speakers.add(labels.speaker)
  }
  return {
    text: utterances.map(({ text }) => text).join(' '),
    language: job.language,
    duration: job.duration,
    words,
    utterances,
    speakers: [...speakers],
  }
}

function textOf(elements: readonly RevAiElement[], delimiter: string): string {
  let text = ''
  for (const { value } of elements) text += text === '' ? value : delimiter + value
  return text.trim()
}

/** The name that was given to the speaker, else the number. */
function labelsOf(monologue: JsonRecord, isMultichannel: boolean): Labels {
  const info = monologue['speaker_info']
  const name = isRecord(info) ? stringAt(info, 'display_name') : undefined
  const number = numberAt(monologue, 'speaker')?.toString()
  return { speaker: name ?? number, channel: isMultichannel ? number : undefined }
}

function isElement(value: unknown): value is RevAiElement {
  return isRecord(value) && typeof value['value'] === 'string'
}
