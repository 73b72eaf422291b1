import { isRecord, redact, redactUrlsIn } from '@stt-webhooks/core/provider'

/** What may be kept of an answer. Links in it carry the permission to read what they lead to, and messages may quote links. */
export function withoutSecrets(answer: unknown): unknown {
  return withoutQuotedLinks(redact(answer))
}

function withoutQuotedLinks(value: unknown, key = ''): unknown {
  if (typeof value === 'string') return /message$/i.test(key) ? redactUrlsIn(value) : value
  if (Array.isArray(value)) return value.map((item) => withoutQuotedLinks(item))
  if (!isRecord(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, withoutQuotedLinks(item, name)]),
  )
}
