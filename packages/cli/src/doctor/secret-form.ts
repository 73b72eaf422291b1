import { error, type Found, warning } from './finding.ts'

/** What people leave in place of a secret. Each is tried, because a configuration does not show its secrets. */
export const placeholders: readonly string[] = [
  'changeme',
  'change-me',
  'dummy',
  'example',
  'my-secret',
  'password',
  'placeholder',
  'replace-me',
  's3cret',
  'secret',
  'test',
  'todo',
  'webhook-secret',
  'xxx',
  'your-secret',
  'your-webhook-secret',
  'undefined',
  'null',
]

const short = 16
const placeholder =
  /^(?:(?:your|my|the|a)[\s_-]|change|replace|placeholder|todo|fixme|example|dummy|<.*>$|\$\{?\w+\}?$|process\.env)|^(.)\1+$/i

export const whiteSpace: Found = error(
  'secret_white_space',
  'A secret begins or ends with white space, which HTTP takes away from headers: it may never match.',
  'Remove it: often it is the line break at the end of a file.',
)

/** What can be said of a secret without saying it. */
export function checkForm(secret: string, fix: string): readonly Found[] {
  if (secret.trim() === '') return [error('secret_blank', 'A secret is blank.', fix)]
  const found: Found[] = []
  if (secret !== secret.trim()) found.push(whiteSpace)
  if (placeholders.includes(secret.trim().toLowerCase()) || placeholder.test(secret.trim()))
    found.push(error('secret_placeholder', 'A secret looks like a placeholder: anyone can guess it.', fix))
  else if (secret.trim().length < short)
    found.push(warning('secret_short', `A secret has fewer than ${short} characters.`, fix))
  return found
}
