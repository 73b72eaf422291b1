import { validateHeaderName, validateHeaderValue } from 'node:http'
import { Failure } from '../failure.ts'

/**
 * Reads `name: value` texts; the last one of a name counts.
 * @throws Failure that does not repeat the value, which may be a credential
 */
export function parseHeaders(lines: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(lines.map(parseHeader))
}

function parseHeader(line: string): [name: string, value: string] {
  const colon = line.indexOf(':')
  // In lower case, so that it replaces the simulator's own.
  const name = line.slice(0, Math.max(colon, 0)).trim().toLowerCase()
  const value = line.slice(colon + 1).trim()
  try {
    validateHeaderName(name)
    validateHeaderValue(name, value)
  } catch (error) {
    throw new Failure(2, "--header must look like 'name: value'.", error)
  }
  return [name, value]
}
