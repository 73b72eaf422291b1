import { anyOf, headerSecret, refused, type Verifier } from '@stt-webhooks/core/provider'
import { invalidOption } from '../api/invalid-option.ts'
import { headerLines } from './header-line.ts'

/** The header lines that one job was given, or several such lists, any of which is good. */
export type SpeechmaticsAuthHeaders = readonly string[] | readonly (readonly string[])[]

/**
 * Checks the headers of `notification_config.auth_headers`.
 * @throws WebhookError `invalid_option`
 */
export function authHeaders(option: SpeechmaticsAuthHeaders): Verifier {
  const lists = listsOf(option)
  if (lists.length === 0 || lists.some((lines) => lines.length === 0)) {
    throw invalidOption(
      '`authHeaders` is an empty list. Give it the lines of `auth_headers`, such as ["X-Hook-Key: abc"].',
    )
  }
  return anyOf(...lists.map(everyLine))
}

function listsOf(option: unknown): readonly (readonly unknown[])[] {
  if (!Array.isArray(option))
    throw invalidOption('`authHeaders` is not a list. Give it the list of `auth_headers`.')
  const lists: unknown[] = option
  return lists.every((lines) => Array.isArray(lines)) ? lists : [lists]
}

/** All lines of one list must match. */
function everyLine(lines: readonly unknown[]): Verifier {
  const verifiers = headerLines(lines, 'authHeaders').map(({ name, value }) =>
    headerSecret({ provider: 'speechmatics', option: 'authHeaders', header: name, secret: value }),
  )
  return async (delivery, context) => {
    // Every line is looked at, so that the time does not tell which of them was wrong.
    const results = await Promise.all(verifiers.map((verify) => verify(delivery, context)))
    return results.find(({ verified }) => !verified) ?? results[0] ?? refused('no header is configured')
  }
}
