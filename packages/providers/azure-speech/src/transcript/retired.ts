import {
  isRecord,
  type JsonRecord,
  listAt,
  numberAt,
  redactUrl,
  stringAt,
  type Transcript,
} from '@stt-webhooks/core/provider'
import { assemble, labelOf, type Spoken } from './spoken.ts'
import { retiredSpanOf } from './time.ts'

/** One of the `AudioFileResults` of v2.0 and v2.1: one channel of one audio file. */
export function toRetiredTranscript(file: JsonRecord, language: string | undefined): Transcript {
  const name = stringAt(file, 'AudioFileName')
  const spoken: Spoken = { utterances: [], words: [], languages: new Set() }
  for (const segment of listAt(file, 'SegmentResults')) {
    if (!isRecord(segment) || segment['RecognitionStatus'] !== 'Success') continue
    const best = listAt(segment, 'NBest')[0]
    if (isRecord(best)) readSegment(segment, best, channelIn(name), spoken)
  }
  return assemble(spoken, {
    texts: listAt(file, 'CombinedResults').flatMap((one) =>
      isRecord(one) ? (stringAt(one, 'Display') ?? []) : [],
    ),
    duration: numberAt(file, 'AudioLengthInSeconds'),
    source: redactUrl(stringAt(file, 'AudioFileUrl') ?? name ?? '') || undefined,
    language,
  })
}

function readSegment(
  segment: JsonRecord,
  best: JsonRecord,
  channelOfFile: string | undefined,
  { utterances, words }: Spoken,
): void {
  const speaker = labelOf(segment['SpeakerId'])
  const channel = labelOf(segment['ChannelNumber']) ?? channelOfFile
  const text = stringAt(best, 'Display')
  if (text !== undefined) {
    const confidence = numberAt(best, 'Confidence')
    utterances.push({ text, ...retiredSpanOf(segment), confidence, speaker, channel })
  }
  for (const item of listAt(best, 'Words')) {
    if (!isRecord(item)) continue
    const word = stringAt(item, 'Word')
    const span = retiredSpanOf(item)
    if (word === undefined || span === undefined) continue
    words.push({ text: word, ...span, confidence: numberAt(item, 'Confidence'), speaker, channel })
  }
}

/** `Channel.1.wav`. */
function channelIn(fileName = ''): string | undefined {
  return /^channel\.(\d+)\b/i.exec(fileName)?.[1]
}
