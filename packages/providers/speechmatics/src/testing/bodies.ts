import { Buffer } from 'node:buffer'
import type { Transcript } from '@stt-webhooks/core'
import type { Template } from '@stt-webhooks/testing'
import { jobInfo } from './job-info.ts'
import { toJsonV2 } from './json-v2.ts'

/** Makes a body, and the headers that describe it, for a job id. */
export type BodyOf = (jobId: string) => Pick<Template, 'headers' | 'body'>

/** What a successful job sends, by `contents`; all forms of alignment are its own. */
export type SuccessForm =
  | 'json-v2'
  | 'txt'
  | 'txt.speakers'
  | 'srt'
  | 'jobinfo'
  | 'empty'
  | 'data'
  | 'multipart'
  | 'multipart.data'
  | 'multipart.data_file'
  | 'alignment.word_start_and_end'
  | 'alignment.one_per_line'
  | 'alignment.jobinfo'
  | 'alignment.multipart'

/** What a failed job sends, whatever it was asked for. */
export type FailureForm = 'empty' | 'jobinfo' | 'multipart' | 'multipart.empty' | 'alignment.jobinfo'

/** What is said where a test says nothing else. */
export const hello: Transcript = {
  text: 'Good morning. The parcel left today. Thank you.',
  language: 'en',
  duration: 4,
  words: [
    { text: 'Good', start: 0.72, end: 1, confidence: 1, speaker: 'S1' },
    { text: 'morning.', start: 1, end: 1.44, confidence: 1, speaker: 'S1' },
    { text: 'The', start: 2, end: 2.12, confidence: 1, speaker: 'S1' },
    { text: 'parcel', start: 2.12, end: 2.6, confidence: 0.97, speaker: 'S1' },
    { text: 'left', start: 2.6, end: 2.9, confidence: 1, speaker: 'S1' },
    { text: 'today.', start: 2.92, end: 3.3, confidence: 1, speaker: 'S1' },
    { text: 'Thank', start: 3.5, end: 3.7, confidence: 0.9, speaker: 'S2' },
    { text: 'you.', start: 3.7, end: 3.9, confidence: 0.9, speaker: 'S2' },
  ],
  utterances: [],
  speakers: ['S1', 'S2'],
}

const json = (jobId: string) => JSON.stringify(toJsonV2(jobId, hello))
const info = (jobId: string) => JSON.stringify(jobInfo(jobId))
const alignmentInfo = (jobId: string) => JSON.stringify({ ...jobInfo(jobId), text_name: 'call.txt' })
const txt = 'Good morning. The parcel left today. Thank you.\n'
const speakersTxt = 'SPEAKER: S1\nGood morning. The parcel left today.\nSPEAKER: S2\nThank you.\n'
const srt =
  '1\n00:00:00,720 --> 00:00:03,300\nGood morning.\nThe parcel left today.\n\n2\n00:00:03,500 --> 00:00:03,900\nThank you.\n\n'
const wordStartAndEnd = '<time=0.72>Good<time=1.00> <time=1.00>morning.<time=1.44>\n'
const onePerLine = '[00:00:00.7] Good morning.\n'
const media = Buffer.concat([Buffer.from('RIFF\x04\x00\x00\x00WAVE'), Buffer.from([0, 255, 13, 10, 128])])

export const successes: Readonly<Record<SuccessForm, BodyOf>> = {
  'json-v2': (jobId) => typed('application/json', json(jobId)),
  txt: () => typed('text/plain', txt),
  'txt.speakers': () => typed('text/plain', speakersTxt),
  srt: () => typed('text/plain', srt),
  jobinfo: (jobId) => typed('application/json', info(jobId)),
  empty: () => empty,
  data: () => typed('application/octet-stream', media),
  multipart: (jobId) =>
    multipart({
      jobinfo: info(jobId),
      'transcript.json-v2': json(jobId),
      'transcript.txt': txt,
      'transcript.srt': srt,
    }),
  'multipart.data': (jobId) => multipart({ transcript: json(jobId), data: media }),
  'multipart.data_file': (jobId) => multipart({ data_file: json(jobId) }),
  'alignment.word_start_and_end': () => typed('text/plain', wordStartAndEnd),
  'alignment.one_per_line': () => typed('text/plain', onePerLine),
  'alignment.jobinfo': (jobId) => typed('application/json', alignmentInfo(jobId)),
  'alignment.multipart': () => multipart({ 'alignment.one_per_line': onePerLine, text: 'Good morning.\n' }),
}

export const failures: Readonly<Record<FailureForm, BodyOf>> = {
  empty: () => empty,
  jobinfo: (jobId) => typed('application/json', info(jobId)),
  multipart: (jobId) => multipart({ jobinfo: info(jobId) }),
  'multipart.empty': () => multipart({}),
  'alignment.jobinfo': (jobId) => typed('application/json', alignmentInfo(jobId)),
}

const empty = { headers: {}, body: '' }

function typed(contentType: string, body: Uint8Array | string): ReturnType<BodyOf> {
  return { headers: { 'content-type': contentType }, body }
}

/** The form of Go's standard library, which the service is written in. */
function multipart(parts: Readonly<Record<string, Uint8Array | string>>): ReturnType<BodyOf> {
  const boundary = '7e0b6d1c93f24f0aa4b1f5f4c2d98e1b0a6f3d5c7b9e8a1f2c4d6e8f0a1b'
  const body = Object.entries(parts).flatMap(([name, content]) => [
    Buffer.from(
      `--${boundary}\r\nContent-Disposition: form-data; name="${name}"; filename="${name}"\r\n` +
        'Content-Type: application/octet-stream\r\n\r\n',
    ),
    Buffer.from(content),
    Buffer.from('\r\n'),
  ])
  return typed(
    `multipart/form-data; boundary=${boundary}`,
    Buffer.concat([...body, Buffer.from(`--${boundary}--\r\n`)]),
  )
}
