import { isRecord } from './json.ts'

/**
 * What `raw` must not hold: credentials that a service echoes, queries and user names in URLs that open something by themselves,
 * and `__proto__` keys. Most bodies hold none of it, and one look at the text tells that much faster than a walk through the value.
 */
const stems = [
  'ecret',
  'uth_',
  'uthHeader',
  'uthorization',
  'assword',
  'pi_key',
  'piKey',
  'redential',
  '__proto__',
  '\\u00',
]
const urlToRedact = /:\\?\/\\?\/[^"\s]*[?@]/

const secretKey = /secret|authorization|auth_?(?:header|token|value)|password|api_?key|credential/i
const secretParameter = /sig|token|key|secret|credential|expires|auth|code|pass/i

/** Parses JSON for `raw`. @throws SyntaxError */
export function parseJson(text: string): unknown {
  const value: unknown = JSON.parse(text)
  return isSuspicious(text) ? redact(value) : value
}

function isSuspicious(text: string): boolean {
  return stems.some((stem) => text.includes(stem)) || urlToRedact.test(text)
}

function redact(value: unknown): unknown {
  if (typeof value === 'string') return redactUrl(value)
  if (Array.isArray(value)) return value.map(redact)
  if (!isRecord(value)) return value
  const clean = Object.entries(value).filter(([key, item]) => key !== '__proto__' && !isCredential(key, item))
  return Object.fromEntries(clean.map(([key, item]) => [key, redact(item)]))
}

/** A flag such as `webhook_auth: true` is no credential. */
function isCredential(key: string, value: unknown): boolean {
  return secretKey.test(key) && typeof value !== 'boolean' && value !== null
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
