import { isRecord, type JsonRecord } from '@stt-webhooks/core/provider'

/** Fields of the payload; whatever is beside them may be a key of the user's `webhook_extra`. */
const payloadFields: ReadonlySet<string> = new Set([
  'status',
  'request_id',
  'transcription',
  'text',
  'words',
  'word_timestamps',
  'utterances',
  'language',
  'confidence',
  'metadata',
  'totalBytes',
  'audio_length',
  'age',
  'gender',
  'emotions',
  'redacted_entities',
  'error',
  'message',
  'errors',
  'error_message',
  'details',
  'error_code',
  'webhook_url',
  'webhook_extra',
])

export function isPayloadField(key: string): boolean {
  return payloadFields.has(key)
}

/** The documentation tells in three ways how `webhook_extra` comes back and shows none: every one is read, the most explicit one last. */
export function extraOf(body: JsonRecord): readonly JsonRecord[] {
  return [
    spreadOf(body),
    objectOf(body['extra']),
    objectOf(body['webhook_extra']),
    pairsOf(body['webhook_extra']),
  ]
}

/** Its values are plain: a list or an object is a field of the service that we do not know. */
function spreadOf(body: JsonRecord): JsonRecord {
  const spread = Object.entries(body).filter(([key, value]) => !isPayloadField(key) && isScalar(value))
  return Object.fromEntries(spread)
}

function objectOf(value: unknown): JsonRecord {
  return isRecord(value) ? value : {}
}

/** `case_id:42,region:us-east`; a value may have colons, and no commas: escaping them is not documented. */
function pairsOf(value: unknown): JsonRecord {
  if (typeof value !== 'string') return {}
  const pairs = value.split(',').flatMap((pair) => {
    const colon = pair.indexOf(':')
    return colon < 1 ? [] : [[pair.slice(0, colon).trim(), pair.slice(colon + 1).trim()]]
  })
  return Object.fromEntries(pairs)
}

function isScalar(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
}
