import { Buffer, isUtf8 } from 'node:buffer'
import { isRecord, parseJson, stringAt } from '@stt-webhooks/core/provider'
import type {
  SpeechmaticsContent,
  SpeechmaticsJobInfo,
  SpeechmaticsJobInfoBody,
  SpeechmaticsTranscript,
} from '../payload.ts'
import type { Hint } from './hint.ts'

/** Identifies one thing by what its name promises, then by what is in it. @throws SyntaxError for broken JSON */
export function readContent(
  bytes: Uint8Array,
  hint: Hint | undefined,
  contentType: string | undefined,
): SpeechmaticsContent {
  const text = hint === 'data' ? undefined : decode(bytes)
  if (text === undefined) return describeData(bytes.length, contentType)
  switch (hint) {
    case 'txt':
    case 'srt':
    case 'alignment':
    case 'text':
      return { form: hint, text }
    case 'transcript':
      return sniff(text) ?? { form: 'txt', text }
    default:
      return sniff(text) ?? describeData(bytes.length, contentType)
  }
}

/** Media is told of and not kept: it would be stored with the event. */
export function describeData(size: number, contentType: string | undefined): SpeechmaticsContent {
  return { form: 'data', size, contentType: contentType === '' ? undefined : contentType }
}

export function readJson(value: unknown): SpeechmaticsContent {
  if (isTranscript(value)) return { form: 'json-v2', transcript: value }
  if (isJobInfoBody(value)) return { form: 'jobinfo', jobinfo: value }
  return { form: 'json', value }
}

/** No media is valid UTF-8 without a zero byte, so that the content type, often just `octet-stream`, is not needed. */
function decode(bytes: Uint8Array): string | undefined {
  if (bytes.includes(0) || !isUtf8(bytes)) return undefined
  const { buffer, byteOffset, byteLength } = bytes
  return Buffer.from(buffer, byteOffset, byteLength)
    .toString('utf8')
    .replace(/^\uFEFF/, '')
}

/** What gives itself away by its first characters. */
function sniff(text: string): SpeechmaticsContent | undefined {
  if (/^\s*\{\s*["}]/.test(text)) return readJson(parseJson(text))
  if (/^\s*\d+\r?\n\d{2,}:\d\d:\d\d,\d{3} -->/.test(text)) return { form: 'srt', text }
  if (/^\s*(?:<time=\d|\[\d\d:\d\d:\d\d(?:\.\d+)?\])/.test(text)) return { form: 'alignment', text }
  return undefined
}

/** The job in jobinfo, with or without an envelope. */
export function jobInfoOf(value: unknown): SpeechmaticsJobInfo | undefined {
  return isRecord(value) ? [value, value['job'], value['jobinfo']].find(isJobInfo) : undefined
}

/** Only what the reader needs is checked; the rest of the types is the service's documentation. */
function isTranscript(value: unknown): value is SpeechmaticsTranscript {
  return (
    isRecord(value) &&
    Array.isArray(value['results']) &&
    isRecord(value['metadata']) &&
    isRecord(value['job'])
  )
}

function isJobInfo(value: unknown): value is SpeechmaticsJobInfo {
  return isRecord(value) && stringAt(value, 'id') !== undefined
}

function isJobInfoBody(value: unknown): value is SpeechmaticsJobInfo | SpeechmaticsJobInfoBody {
  return jobInfoOf(value) !== undefined
}
