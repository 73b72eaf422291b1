import { withoutTokens } from '../callback.ts'
import { isRecord } from './json.ts'

const secretWords = /secret|password|api[_-]?key/i
const authWords = /credential|authorization|auth_?(?:header|token|value)/i
// Not one expression for all of them, which takes more than twice as long: V8 skips through a text by the letters it looks for.
const suspiciousWords = [new RegExp(`${secretWords.source}|__proto__`, 'i'), authWords] as const
const secretParameter = /sig|token|key|secret|credential|expires|auth|code|pass/i

/**
 * Parses JSON for `raw`, without what it must not hold: credentials that a service echoes, queries and user names in URLs that open
 * something by themselves, the tokens of our callback URLs, and `__proto__` keys.
 * @throws SyntaxError
 */
export function parseJson(text: string): unknown {
  const value: unknown = JSON.parse(text)
  return isSuspicious(text) ? redact(value) : value
}

/** Most bodies hold nothing of the kind, and one look at the text tells that much faster than a walk through the value. */
function isSuspicious(text: string): boolean {
  // `\u00` can hide any ASCII letter.
  return text.includes('\\u00') || holdsUrlToRedact(text) || suspiciousWords.some((words) => words.test(text))
}

/** Looks at each URL up to the next quote and goes on behind it, so that no text can make it slow. A backslash may hide a quote. */
function holdsUrlToRedact(text: string): boolean {
  // Slashes are rare in JSON, where colons and quotes are everywhere: they are found fastest. Some services escape them.
  return ['//', '/\\/'].some((slashes) => {
    let start = text.indexOf(slashes)
    while (start !== -1) {
      const end = text.indexOf('"', start)
      if (/[?@]|\\(?!\/)|\/cb1\./.test(text.slice(start, end === -1 ? undefined : end))) return true
      start = end === -1 ? -1 : text.indexOf(slashes, end)
    }
    return false
  })
}

/** What `parseJson` does, for a value that was parsed already. */
export function redact(value: unknown): unknown {
  if (typeof value === 'string') return withoutTokens(redactUrl(value))
  if (Array.isArray(value)) return value.map(redact)
  if (!isRecord(value)) return value
  const clean = Object.entries(value).filter(([key, item]) => key !== '__proto__' && !isCredential(key, item))
  return Object.fromEntries(clean.map(([key, item]) => [key, redact(item)]))
}

/** A flag such as `webhook_auth: true` is no credential. */
function isCredential(key: string, value: unknown): boolean {
  return (secretWords.test(key) || authWords.test(key)) && typeof value !== 'boolean' && value !== null
}

/** Removes from a URL what opens something by itself: its user name and password, and a query that is or holds a credential. */
export function redactUrl(text: string): string {
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(text) || !URL.canParse(text)) return text
  const url = new URL(text)
  const signed = [...url.searchParams.keys()].some((name) => secretParameter.test(name))
  if (!signed && url.username === '' && url.password === '') return text
  if (signed) url.search = ''
  url.username = ''
  url.password = ''
  return url.href
}

/** Cuts from each URL in a text what may open something by itself: services quote in their messages what they were given. */
export function redactUrlsIn(text: string): string {
  // A URL in a text ends at white space or at a quote.
  return text.replace(/\bhttps?:\/\/[^\s"'<>]+/gi, (url) => redactUrl(url).replace(/[?#].*$/s, ''))
}
