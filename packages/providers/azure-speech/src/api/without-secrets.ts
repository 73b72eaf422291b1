import { parseJson, redactUrl } from '@stt-webhooks/core/provider'

/** What may be kept of an answer. Links in it carry the permission to read what they lead to, and messages may quote links. */
export function withoutSecrets(answer: unknown): unknown {
  return parseJson(JSON.stringify(answer, withoutLinks))
}

function withoutLinks(key: string, value: unknown): unknown {
  if (typeof value !== 'string' || !/message$/i.test(key)) return value
  return value.replace(/\bhttps?:\/\/\S+/gi, (url) => redactUrl(url).replace(/[?#].*$/s, ''))
}
