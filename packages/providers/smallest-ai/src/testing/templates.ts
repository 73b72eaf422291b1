import { Buffer } from 'node:buffer'
import type { Transcript, Utterance, Word } from '@stt-webhooks/core/provider'
import type { Template } from '@stt-webhooks/testing'

/** What every simulated recording says. */
export const spoken: Transcript = {
  text: 'Hello world.',
  language: 'en',
  duration: 5.28,
  words: [
    { text: 'Hello', start: 0.24, end: 0.5, confidence: 0.9626 },
    { text: 'world.', start: 0.6, end: 0.9, confidence: 0.9929 },
  ],
  utterances: [],
  speakers: [],
}

/** A transcript as Pulse Pro sends it, and more beside it. */
export function pulsePro(
  transcript: Transcript,
  jobId: string = '36e977cf-d027-4fe2-b9ae-733d4f26c239',
  more: Readonly<Record<string, unknown>> = {},
): Template {
  const { text, words, utterances, language, confidence, duration } = transcript
  return toTemplate({
    status: 'success',
    transcription: text,
    words: toWords(words),
    utterances: utterances.length > 0 ? utterances.map(toUtterance) : undefined,
    language,
    confidence,
    metadata: { duration, processing_time_ms: 172.11, rtfx: 30.7, num_chunks: 1 },
    totalBytes: 465_740,
    request_id: jobId,
    ...more,
  })
}

/** Pulse sends no id of its own; one that is asked for is sent all the same, so that a test can follow it. */
function pulse(more: Readonly<Record<string, unknown>>) {
  return (jobId?: string): Template =>
    toTemplate({
      status: 'success',
      transcription: spoken.text,
      words: [],
      utterances: [],
      metadata: { duration: spoken.duration, fileSize: 465_740 },
      request_id: jobId,
      ...more,
    })
}

function toWords(words: readonly Word[], label?: string | number) {
  return words.map(({ text, start, end, confidence, speaker }) => ({
    word: text,
    start,
    end,
    confidence,
    speaker: label ?? speaker,
  }))
}

function toUtterance({ text, start, end, speaker }: Utterance) {
  return { text, start, end, speaker }
}

function turnOf(speaker: string | number) {
  return { text: spoken.text, start: 0.24, end: 0.9, speaker }
}

function withExtra(extra: Readonly<Record<string, unknown>>) {
  return (jobId?: string): Template => pulsePro(spoken, jobId, extra)
}

function unsuccessful(body: Readonly<Record<string, unknown>>) {
  return (jobId = '36e977cf-d027-4fe2-b9ae-733d4f26c239'): Template =>
    toTemplate({ ...body, request_id: jobId })
}

function selfHost(body: Readonly<Record<string, unknown>>) {
  return (jobId = 'job_xyz789'): Template => toTemplate({ job_id: jobId, ...body })
}

function toTemplate(body: unknown): Template {
  return { headers: { 'content-type': 'application/json' }, body: Buffer.from(JSON.stringify(body)) }
}

/** Every kind of delivery, by model or product and by outcome; `extra.*` are the three ways in which `webhook_extra` may come back. */
export type SmallestAiDelivery =
  | 'pulse-pro.success'
  | 'pulse-pro.failed'
  | 'pulse-pro.error'
  | 'pulse-pro.processing'
  | 'pulse.success'
  | 'pulse.diarized'
  | 'pulse.word-timestamps'
  | 'pulse.failed'
  | 'lightning.success'
  | 'extra.spread'
  | 'extra.object'
  | 'extra.text'
  | 'self-host.completed'
  | 'self-host.diarized'
  | 'self-host.failed'
  | 'self-host.processing'

export const templates: Readonly<Record<SmallestAiDelivery, (jobId?: string) => Template>> = {
  'pulse-pro.success': (jobId) => pulsePro(spoken, jobId),
  'pulse-pro.failed': unsuccessful({ status: 'failed', error: 'Internal server error' }),
  'pulse-pro.error': unsuccessful({
    status: 'error',
    message: 'Error handling audio data',
    errors: 'Invalid file format. Supported formats: audio/*',
  }),
  'pulse-pro.processing': unsuccessful({ status: 'processing' }),
  'pulse.success': pulse({}),
  'pulse.diarized': pulse({ words: toWords(spoken.words, 0), utterances: [turnOf(0)] }),
  'pulse.word-timestamps': pulse({
    words: undefined,
    word_timestamps: toWords(spoken.words, 'speaker_0'),
    utterances: [turnOf('speaker_0')],
  }),
  'pulse.failed': (jobId) => toTemplate({ status: 'failed', request_id: jobId }),
  'lightning.success': pulse({
    audio_length: spoken.duration,
    age: 'adult',
    gender: 'male',
    emotions: { happiness: 0.8, sadness: 0.15 },
    metadata: { filename: 'audio.mp3', duration: spoken.duration, fileSize: 1_000_000 },
  }),
  'extra.spread': withExtra({ case_id: '42', region: 'us-east' }),
  'extra.object': withExtra({ webhook_extra: { case_id: '42', region: 'us-east' } }),
  'extra.text': withExtra({ webhook_extra: 'case_id:42,region:us-east' }),
  'self-host.completed': selfHost({
    status: 'completed',
    result: { text: spoken.text, confidence: 0.95, duration: spoken.duration, words: toWords(spoken.words) },
  }),
  'self-host.diarized': selfHost({
    status: 'completed',
    result: { text: spoken.text, confidence: 0.95, speakers: [turnOf('SPEAKER_00')] },
  }),
  'self-host.failed': selfHost({ status: 'failed', error: 'No ASR workers available' }),
  'self-host.processing': selfHost({ status: 'processing' }),
}
