import { isRecord, type Metadata, type ReadEvent, stringAt } from '@stt-webhooks/core/provider'
import type { AzureSpeechEvent } from '../index.ts'
import type { AzureSpeechNotice } from '../payload.ts'
import { noticeKindOf } from './event-name.ts'

/** An event of v3.0 or later; undefined if it is none. */
export function readNotice(
  name: string,
  raw: unknown,
  metadata: Metadata,
): ReadEvent<AzureSpeechEvent> | undefined {
  const kind = noticeKindOf(name)
  if (kind === undefined || !isNotice(raw)) return undefined
  const jobId = idIn(raw.self)
  if (jobId === undefined) return undefined
  const { product, phase } = kind
  const key = { jobId, phase }
  const facts = { provider: 'azure-speech', jobId, metadata, raw } as const
  if (product !== 'transcription')
    return { key, event: { type: 'job.progressed', ...facts, product, kind: product, phase } }
  if (phase !== 'ended') return { key, event: { type: 'transcript.progressed', ...facts, product, phase } }
  const reason = 'Azure Speech does not tell in its notice whether the transcription succeeded'
  return { key, event: { type: 'transcript.ended', ...facts, product, reason } }
}

/** The last segment of the path, whatever stands before it: an opaque string. */
export function idIn(address: string): string | undefined {
  const path = address.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, '').replace(/[?#].*$/s, '')
  return path.split('/').findLast((segment) => segment !== '')
}

function isNotice(value: unknown): value is AzureSpeechNotice {
  return isRecord(value) && stringAt(value, 'self') !== undefined
}
