import type { Transcript, Utterance, Word } from '@stt-webhooks/core'
import type { SpeechmaticsResult, SpeechmaticsTranscript } from '../payload.ts'
import { jobInfo } from './job-info.ts'

/** Writes a transcript as the service does: punctuation is a result of its own, and a word without a speaker is one of `UU`. */
export function toJsonV2(jobId: string, transcript: Transcript): SpeechmaticsTranscript {
  const words = wordsOf(transcript)
  const { language = 'en', duration = Math.ceil(words.at(-1)?.end ?? 0) } = transcript
  const isWrittenWithoutSpaces =
    words.length > 1 && transcript.text === words.map(({ text }) => text).join('')
  return {
    format: '2.9',
    job: { ...jobInfo(jobId), duration },
    metadata: {
      created_at: '2026-11-21T10:00:42.918860Z',
      type: 'transcription',
      transcription_config: { language, diarization: diarizationOf(words) },
      language_pack_info: { word_delimiter: isWrittenWithoutSpaces ? '' : ' ' },
    },
    results: words.flatMap((word) => toResults(word, language)),
  }
}

/** Text without words is spread evenly over its time, a second for each word where there is none. */
function wordsOf({ words, utterances, text }: Transcript): readonly Word[] {
  if (words.length > 0) return words
  return (utterances.length > 0 ? utterances : [{ text }]).flatMap(spread)
}

function spread({ text, start = 0, end, ...labels }: Utterance): Word[] {
  const texts = text.split(/\s+/).filter((part) => part !== '')
  const step = end === undefined ? 1 : (end - start) / texts.length
  return texts.map((part, index) => ({
    ...labels,
    text: part,
    start: start + index * step,
    end: start + (index + 1) * step,
  }))
}

function diarizationOf(words: readonly Word[]): string {
  if (words.some(({ channel }) => channel !== undefined)) return 'channel'
  return words.some(({ speaker }) => speaker !== undefined) ? 'speaker' : 'none'
}

const punctuated = /^(?<content>.*[^.,;:!?…。，、！？])(?<marks>[.,;:!?…。，、！？]+)$/su

function toResults(word: Word, language: string): SpeechmaticsResult[] {
  const { content = word.text, marks } = punctuated.exec(word.text)?.groups ?? {}
  const { start, end, channel, confidence = 1, speaker = channel === undefined ? 'UU' : undefined } = word
  const labels = { language, ...(speaker !== undefined && { speaker }) }
  const inChannel = channel === undefined ? {} : { channel }
  const spoken: SpeechmaticsResult = {
    ...inChannel,
    type: 'word',
    start_time: start,
    end_time: end,
    alternatives: [{ content, confidence, ...labels }],
  }
  if (marks === undefined) return [spoken]
  const mark: SpeechmaticsResult = {
    ...inChannel,
    type: 'punctuation',
    start_time: end,
    end_time: end,
    attaches_to: 'previous',
    is_eos: /[.!?…。！？]/.test(marks),
    alternatives: [{ content: marks, confidence: 1, ...labels }],
  }
  return [spoken, mark]
}
