import { Buffer } from 'node:buffer'
import type { Fixture, SimulatedDelivery } from '@stt-webhooks/testing'
import fc from 'fast-check'

/** Bytes that matter to parsers: quotes, braces, escapes, line ends, a byte order mark, what is no UTF-8, and keys of prototypes. */
const nasty = [
  '"',
  '{',
  '}',
  '[',
  ']',
  '\\',
  '\r\n',
  '\0',
  ':',
  ',',
  '-',
  '1e999',
  'null',
  'true',
  '"__proto__":',
  '"constructor":',
  '\uFEFF',
  '--',
]

type Mutation = (bytes: Uint8Array) => Uint8Array

function splice(bytes: Uint8Array, at: number, remove: number, insert: Uint8Array): Uint8Array {
  const index = bytes.length === 0 ? 0 : at % (bytes.length + 1)
  return Buffer.concat([bytes.subarray(0, index), insert, bytes.subarray(index + remove)])
}

const position = fc.nat(20_000)

const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  fc.tuple(position, fc.integer({ min: 0, max: 255 })).map(
    ([at, byte]): Mutation =>
      (bytes) =>
        splice(bytes, at, 1, Uint8Array.of(byte)),
  ),
  fc.tuple(position, fc.constantFrom(...nasty)).map(
    ([at, text]): Mutation =>
      (bytes) =>
        splice(bytes, at, 0, Buffer.from(text)),
  ),
  fc.tuple(position, fc.nat(200)).map(
    ([at, length]): Mutation =>
      (bytes) =>
        splice(bytes, at, length, new Uint8Array()),
  ),
  fc.tuple(fc.nat(300), fc.json({ maxDepth: 3 })).map(
    ([at, value]): Mutation =>
      (bytes) =>
        replaceValue(bytes, at, value),
  ),
)

/** Puts another JSON value in the place of one: a body that still parses, with a field of another type. */
function replaceValue(bytes: Uint8Array, at: number, value: string): Uint8Array {
  const text = Buffer.from(bytes).toString('utf8')
  const values = [...text.matchAll(/:\s*("(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?|true|false|null)/g)]
  const found = values[at % Math.max(1, values.length)]
  if (found === undefined) return bytes
  return Buffer.from(`${text.slice(0, found.index)}:${value}${text.slice(found.index + found[0].length)}`)
}

const strangeHeaders = fc.constantFrom<Record<string, string>>(
  {},
  { 'content-type': 'text/plain' },
  { 'content-type': 'multipart/form-data; boundary=x' },
  { 'content-type': 'multipart/form-data' },
  { 'content-type': '\u00ff' },
  { 'x-microsoftspeechservices-event': 'Challenge' },
  { 'x-microsoftspeechservices-event': '__proto__' },
)

const strangeQuery = fc.oneof(
  { weight: 6, arbitrary: fc.constant('') },
  { weight: 1, arbitrary: fc.webQueryParameters() },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      'id=a&id=b',
      'status=',
      '__proto__=1&constructor=2',
      'validationToken=abc',
      '%zz=%',
      'a=%00',
    ),
  },
)

/** A fixture with up to four changes of its body, other headers now and then, and something in the query. */
export function mutatedDeliveries(
  fixtures: readonly Fixture[],
  url: string,
): fc.Arbitrary<SimulatedDelivery> {
  return fc
    .record({
      fixture: fc.constantFrom(...fixtures),
      mutations: fc.array(mutation, { maxLength: 4 }),
      headers: fc.oneof({ weight: 5, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: strangeHeaders }),
      query: strangeQuery,
    })
    .map(({ fixture, mutations, headers, query }) => {
      const parameters = [fixture.query, query].filter((part) => part !== '').join('&')
      return {
        method: fixture.method,
        url: parameters === '' ? url : `${url}?${parameters}`,
        headers: { ...fixture.headers, ...headers },
        body: mutations.reduce((bytes, mutate) => mutate(bytes), fixture.bytes),
      }
    })
}
