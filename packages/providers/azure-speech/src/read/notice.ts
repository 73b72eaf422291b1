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
    return { key, event: { ...facts, type: 'job.progressed', product, kind: product, phase } }
  if (phase !== 'ended') return { key, event: { ...facts, type: 'transcript.progressed', product, phase } }
  const reason = 'Azure Speech does not tell in its notice whether the transcription succeeded'
  return { key, event: { ...facts, type: 'transcript.ended', product, reason } }
}

/** The last segment of the path, whatever stands before it: an opaque string. */
export function idIn(address: string): string | undefined {
  const path = /^(?:[a-z][a-z0-9+.-]*:\/\/[^/?#]*)?([^?#]*)/i.exec(address)?.[1] ?? ''
  let end = path.length
  while (path[end - 1] === '/') end--
  return end === 0 ? undefined : path.slice(path.lastIndexOf('/', end - 1) + 1, end)
}

function isNotice(value: unknown): value is AzureSpeechNotice {
  return isRecord(value) && stringAt(value, 'self') !== undefined
}
