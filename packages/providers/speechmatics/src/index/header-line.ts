import { invalidOption } from '../api/invalid-option.ts'

/** One of the lines of `auth_headers`. */
export interface HeaderLine {
  /** In lower case. */
  readonly name: string
  readonly value: string
}

/**
 * Reads lines of the form `Name: value`. Their text may be a credential: errors tell only what is wrong with it.
 * @throws WebhookError `invalid_option`; `option` is what holds the lines
 */
export function headerLines(lines: readonly unknown[], option: string): readonly HeaderLine[] {
  const headers = lines.map((line) => headerLine(line, option))
  if (new Set(headers.map(({ name }) => name)).size < headers.length) {
    throw invalidOption(
      `\`${option}\` names a header twice. Give each header once: a repeated one is always refused.`,
    )
  }
  return headers
}

const form = /^(?<name>[\w!#$%&'*+.^`|~-]+):[ \t]*(?<value>[!-~](?:[ -~\t]*[!-~])?)[ \t]*$/

function headerLine(line: unknown, option: string): HeaderLine {
  const text = typeof line === 'string' ? line : ''
  if (/[\r\n]/.test(text)) {
    throw invalidOption(`A line of \`${option}\` holds a line break. Give each header as a line of its own.`)
  }
  const { name, value } = form.exec(text)?.groups ?? {}
  if (name === undefined || value === undefined) {
    throw invalidOption(
      `A line of \`${option}\` is not of the form "Name: value" in ASCII. Write it as in \`auth_headers\`.`,
    )
  }
  return { name: name.toLowerCase(), value }
}
