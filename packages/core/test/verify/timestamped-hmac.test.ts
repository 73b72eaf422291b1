import { readFileSync } from 'node:fs'
import { parseTimestampedHeader, timestampedHmac } from '@stt-webhooks/core/provider'
import { describe, expect, it } from 'vitest'
import { toDelivery } from '../support/request.ts'

interface Vector {
  readonly name: string
  readonly secret: string
  readonly timestamp: number
  readonly body?: string
  readonly body_file?: string
  readonly header: string
}

interface Negative {
  readonly name: string
  readonly header?: string
  readonly secret?: string
  readonly clock?: number
  readonly expect: string
}

const folder = new URL('../vectors/fixtures/', import.meta.url)
const known: {
  readonly default_tolerance_s: number
  readonly vectors: readonly [Vector, ...Vector[]]
  readonly negatives: readonly Negative[]
} = JSON.parse(readFileSync(new URL('elevenlabs.json', folder), 'utf8'))
const [base] = known.vectors

/** The same form as `parseTimestampedHeader` reads, with another name for the signatures. */
const parse = (value: string) => parseTimestampedHeader(value.replaceAll(/\bv0=/g, 'v1='))

function verifier(secret: string) {
  const tolerance = { toleranceSeconds: known.default_tolerance_s }
  return timestampedHmac({
    provider: 'fake',
    secret,
    header: 'elevenlabs-signature',
    encoding: 'hex',
    parse,
    ...tolerance,
  })
}

async function verify(vector: Vector, clock = vector.timestamp): Promise<boolean> {
  const body = vector.body ?? readFileSync(new URL(vector.body_file ?? '', folder))
  const delivery = toDelivery({ headers: { 'elevenlabs-signature': vector.header }, body })
  return (await verifier(vector.secret)(delivery, { now: clock * 1000 })).verified
}

describe('vectors of ElevenLabs', () => {
  it('are all here', () => expect(known.vectors).toHaveLength(2))

  it.each(known.vectors)('$name', async (vector) => {
    expect(await verify(vector)).toBe(true)
    expect(await verify({ ...vector, secret: `${vector.secret}x` })).toBe(false)
  })

  // What the file leaves open, this verifier decides: a space is trimmed and hex has no case.
  const accepted = [
    '29-minutes-old',
    'two-v0-good-first',
    'two-v0-good-last',
    'space-after-comma',
    'upper-case-hex',
  ]

  it.each(known.negatives.filter((one) => one.secret === undefined))(
    '$name',
    async ({ name, header = '', clock }) => {
      const vector = { ...base, header: header === 'vector 1' ? base.header : header }
      expect(await verify(vector, clock)).toBe(accepted.includes(name))
    },
  )

  it('empty-secret', () => {
    expect(known.negatives.filter((one) => one.secret !== undefined)).toMatchObject([{ secret: '' }])
    expect(() => verifier('')).toThrow(expect.objectContaining({ code: 'invalid_option' }))
  })

  it('both directions in time, to the second', async () => {
    const at = (seconds: number) => verify(base, base.timestamp + seconds)
    expect([await at(-1801), await at(-1800), await at(1800), await at(1801)]).toEqual([
      false,
      true,
      true,
      false,
    ])
  })
})

describe('timestampedHmac', () => {
  it('says what is wrong without showing the header', async () => {
    const reasonOf = async (header: string | undefined, clock = base.timestamp) => {
      const headers: Record<string, string> = header === undefined ? {} : { 'elevenlabs-signature': header }
      const delivery = toDelivery({ headers, body: base.body ?? '' })
      const result = await verifier(base.secret)(delivery, { now: clock * 1000 })
      return result.verified ? 'verified' : result.reason
    }
    expect(await reasonOf(undefined)).toBe('the header elevenlabs-signature is missing')
    expect(await reasonOf('v0=00')).toContain('not of the form')
    expect(await reasonOf(base.header, 0)).toContain('check the clock')
    expect(await reasonOf('t=1600000000,v0=00')).toBe('no signature in elevenlabs-signature matches')
  })

  it('refuses a time that a parser could not make sense of', async () => {
    const careless = timestampedHmac({
      provider: 'fake',
      secret: 's',
      header: 'x-signature',
      encoding: 'hex',
      parse: () => ({ timestamp: Number.NaN, signatures: ['00'] }),
    })
    const result = await careless(toDelivery({ headers: { 'x-signature': 'x' } }), { now: 0 })
    expect(result.verified).toBe(false)
  })
})

describe('parseTimestampedHeader', () => {
  it.each([
    ['t=1,v1=a', { timestamp: 1, signatures: ['a'] }],
    ['v1=a, t=1 ,v0=x,v1=b', { timestamp: 1, signatures: ['a', 'b'] }],
    ['t=1', undefined],
    ['v1=a', undefined],
    ['t=,v1=a', undefined],
    ['t=1e3,v1=a', undefined],
    ['t=-1,v1=a', undefined],
    ['t=1234567890123,v1=a', undefined],
    ['', undefined],
  ])('%j', (value, expected) => expect(parseTimestampedHeader(value)).toEqual(expected))
})
