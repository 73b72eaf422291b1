import { readFileSync } from 'node:fs'

/** An exact body of a service, where it comes from, and what must become of it. */
export interface Fixture {
  readonly file: string
  readonly bytes: Uint8Array
  /** The page, the repository or the reasoning it comes from. */
  readonly source: string
  /** How sure it is that the service sends this: documented, composed, inferred … */
  readonly certainty: string
  /** Default: POST. */
  readonly method: string
  /** What the service adds to the callback URL, without a question mark. */
  readonly query: string
  /** Without credentials. */
  readonly headers: Readonly<Record<string, string>>
  readonly outcome: FixtureOutcome
  /** What each event must have, at least. */
  readonly events: readonly ExpectedEvent[]
}

export type FixtureOutcome = 'accepted' | 'ignored' | 'handshake' | 'unreadable' | 'refused'
export type ExpectedEvent = { readonly type: string } & { readonly [field: string]: unknown }

const outcomes: readonly FixtureOutcome[] = ['accepted', 'ignored', 'handshake', 'unreadable', 'refused']

/**
 * Reads a folder of fixtures: the bodies, and `index.json` that lists them.
 * @throws TypeError if an entry of the index is not of the form of `Fixture`
 */
export function loadFixtures(folder: URL): readonly Fixture[] {
  const index: unknown = JSON.parse(readFileSync(new URL('index.json', folder), 'utf8'))
  if (!Array.isArray(index)) throw new TypeError(`${folder.href}index.json is not a list.`)
  return index.map((entry: unknown) => toFixture(entry, folder))
}

function toFixture(entry: unknown, folder: URL): Fixture {
  const record = recordOf(entry, 'an entry of index.json')
  const file = textOf(record, 'file')
  const outcome = outcomes.find((one) => one === (record['outcome'] ?? 'accepted'))
  if (outcome === undefined)
    throw new TypeError(`${file}: the outcome must be one of ${outcomes.join(', ')}.`)
  const events: unknown = record['events'] ?? []
  if (!Array.isArray(events)) throw new TypeError(`${file}: events must be a list.`)
  return {
    file,
    bytes: readFileSync(new URL(file, folder)),
    source: textOf(record, 'source'),
    certainty: textOf(record, 'certainty'),
    method: textOf(record, 'method', 'POST'),
    query: textOf(record, 'query', ''),
    headers: headersOf(record['headers'] ?? {}, file),
    outcome,
    events: events.map((event: unknown) => {
      const expected = recordOf(event, `an event of ${file}`)
      return { ...expected, type: textOf(expected, 'type') }
    }),
  }
}

function recordOf(value: unknown, what: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new TypeError(`${what} is not an object.`)
  return Object.fromEntries(Object.entries(value))
}

function textOf(record: Readonly<Record<string, unknown>>, key: string, fallback?: string): string {
  const value = record[key] ?? fallback
  if (typeof value !== 'string') throw new TypeError(`${String(record['file'])}: ${key} is missing.`)
  return value
}

function headersOf(value: unknown, file: string): Record<string, string> {
  const headers: Record<string, string> = {}
  for (const [name, text] of Object.entries(recordOf(value, `headers of ${file}`)))
    headers[name] = String(text)
  return headers
}
