import { anyOf, headerSecret, refused, type Verifier, WebhookError } from '@stt-webhooks/core/provider'

/** The header lines that one job was given, or several such lists, any of which is good. */
export type SpeechmaticsAuthHeaders = readonly string[] | readonly (readonly string[])[]

/**
 * Checks the headers of `notification_config.auth_headers`.
 * @throws WebhookError `invalid_option`
 */
export function authHeaders(option: SpeechmaticsAuthHeaders): Verifier {
  const lists = listsOf(option)
  if (lists.length === 0 || lists.some((lines) => lines.length === 0)) {
    throw invalid(
      '`authHeaders` is an empty list. Give it the lines of `auth_headers`, such as ["X-Hook-Key: abc"].',
    )
  }
  return anyOf(...lists.map(everyLine))
}

function listsOf(option: unknown): readonly (readonly unknown[])[] {
  if (!Array.isArray(option))
    throw invalid('`authHeaders` is not a list. Give it the list of `auth_headers`.')
  const lists: unknown[] = option
  return lists.every((lines) => Array.isArray(lines)) ? lists : [lists]
}

/** All lines of one list must match. */
function everyLine(lines: readonly unknown[]): Verifier {
  const headers = lines.map(parseLine)
  if (new Set(headers.map(({ name }) => name)).size < headers.length) {
    throw invalid(
      '`authHeaders` names a header twice. Give each header once: a repeated one is always refused.',
    )
  }
  const verifiers = headers.map(({ name, value }) =>
    headerSecret({ provider: 'speechmatics', option: 'authHeaders', header: name, secret: value }),
  )
  return async (delivery, context) => {
    // Every line is looked at, so that the time does not tell which of them was wrong.
    const results = await Promise.all(verifiers.map((verify) => verify(delivery, context)))
    return results.find(({ verified }) => !verified) ?? results[0] ?? refused('no header is configured')
  }
}

const form = /^(?<name>[\w!#$%&'*+.^`|~-]+):[ \t]*(?<value>[!-~](?:[ -~\t]*[!-~])?)[ \t]*$/

/** The text of a line is a credential: errors tell only what is wrong with it. */
function parseLine(line: unknown): { name: string; value: string } {
  const text = typeof line === 'string' ? line : ''
  if (/[\r\n]/.test(text)) {
    throw invalid('A line of `authHeaders` holds a line break. Give each header as a line of its own.')
  }
  const { name, value } = form.exec(text)?.groups ?? {}
  if (name === undefined || value === undefined) {
    throw invalid(
      'A line of `authHeaders` is not of the form "Name: value" in ASCII. Write it as in `auth_headers`.',
    )
  }
  return { name: name.toLowerCase(), value }
}

function invalid(message: string): WebhookError {
  return new WebhookError('invalid_option', message, { provider: 'speechmatics' })
}
