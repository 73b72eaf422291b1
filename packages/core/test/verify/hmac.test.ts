import { Buffer } from 'node:buffer'
import { createHmac } from 'node:crypto'
import { type HmacOptions, hmac, type Verification } from '@stt-webhooks/core/provider'
import { describe, expect, it } from 'vitest'
import { type RequestOptions, toDelivery } from '../support/request.ts'

const secret = 'ключ'
const body = Buffer.from('{"text":"straße"}')

function sign(message: Uint8Array | string, encoding: 'hex' | 'base64', algorithm = 'sha256'): string {
  return createHmac(algorithm, secret).update(message).digest(encoding)
}

async function verify(
  options: Partial<HmacOptions>,
  signature: string,
  request: RequestOptions = {},
): Promise<Verification> {
  const verifier = hmac({ provider: 'fake', secret, header: 'X-Signature', encoding: 'hex', ...options })
  const delivery = toDelivery({ body, headers: { 'x-signature': signature }, ...request })
  return verifier(delivery, { now: 0 })
}

const genuine = { verified: true, by: 'signature' }

describe('hmac', () => {
  it('agrees with a vector of RFC 4231', async () => {
    const signature = '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843'
    const request = { body: 'what do ya want for nothing?' }
    expect(await verify({ secret: 'Jefe' }, signature, request)).toEqual(genuine)
  })

  it.each(['hex', 'base64'] as const)('reads %s', async (encoding) => {
    expect(await verify({ encoding }, sign(body, encoding))).toEqual(genuine)
  })

  it.each(['sha1', 'sha256', 'sha512'] as const)('hashes by %s', async (algorithm) => {
    expect(await verify({ algorithm }, sign(body, 'hex', algorithm))).toEqual(genuine)
    const other = algorithm === 'sha256' ? 'sha512' : 'sha256'
    expect(await verify({ algorithm: other }, sign(body, 'hex', algorithm))).toMatchObject({
      verified: false,
    })
  })

  it('wants the prefix it is told, and no other', async () => {
    const options = { prefix: 'sha256=' }
    const signature = sign(body, 'hex')
    expect(await verify(options, `sha256=${signature}`)).toEqual(genuine)
    expect(await verify(options, signature)).toMatchObject({ verified: false })
    expect(await verify(options, `SHA256=${signature}`)).toMatchObject({ verified: false })
    expect(await verify({}, `sha256=${signature}`)).toMatchObject({ verified: false })
  })

  it('signs the message that the service describes, which may need no exact bytes', async () => {
    const options: Partial<HmacOptions> = { message: ({ method, url }) => `${method} ${url}` }
    const signature = sign('POST /webhooks/stt/fake', 'hex')
    expect(await verify(options, signature, { exact: false })).toEqual(genuine)
    expect(await verify(options, signature, { url: '/webhooks/stt/fake?more' })).toMatchObject({
      verified: false,
    })
  })

  it('hashes bytes, not the text they decode to', async () => {
    for (const odd of [Buffer.from([0xef, 0xbb, 0xbf, 0x7b, 0x7d]), Buffer.from([0x22, 0xff, 0xfe, 0x22])]) {
      expect(await verify({}, sign(odd, 'hex'), { body: odd })).toEqual(genuine)
      expect(
        await verify({}, sign(odd.toString('utf8').replace('\uFEFF', ''), 'hex'), { body: odd }),
      ).toMatchObject({
        verified: false,
      })
    }
  })

  it('takes any secret of a list', async () => {
    expect(await verify({ secret: ['new', secret] }, sign(body, 'hex'))).toEqual(genuine)
    expect(await verify({ secret: ['new', 'newer'] }, sign(body, 'hex'))).toMatchObject({ verified: false })
    expect(await verify({ secret: async () => ['new', secret] }, sign(body, 'hex'))).toEqual(genuine)
  })

  it.each(['', ' ', undefined])(
    'cannot be met by an empty key when the secret function gives %j',
    async (key) => {
      const forged = createHmac('sha256', key ?? '')
        .update(body)
        .digest('hex')
      expect(await verify({ secret: () => key }, forged)).toMatchObject({ verified: false })
      expect(await verify({ secret: () => [key ?? ''] }, forged)).toMatchObject({ verified: false })
    },
  )

  const hex = sign(body, 'hex')
  const base64 = sign(body, 'base64')
  it.each([
    ['hex', ''],
    ['hex', hex.slice(1)],
    ['hex', hex.slice(2)],
    ['hex', `${hex}00`],
    ['hex', `${hex} `],
    ['hex', `${hex}zz`],
    ['hex', base64],
    ['base64', base64.slice(0, -1)],
    ['base64', base64.slice(0, -4)],
    ['base64', `${base64}AAAA`],
    ['base64', `${base64.slice(0, 10)}\n${base64.slice(10)}`],
    ['base64', base64.replace(/^./, '-')],
    ['base64', hex],
  ] as const)('refuses in %s what Node would decode leniently: %j', async (encoding, signature) => {
    expect(await verify({ encoding }, signature)).toMatchObject({ verified: false })
  })

  it('names the header and the likely cause, and never a signature', async () => {
    const result = await verify({}, sign('other', 'hex'))
    expect(result).toMatchObject({ reason: expect.stringContaining('X-Signature') })
    expect(result).toMatchObject({ reason: expect.stringContaining('body parser') })
    expect(JSON.stringify(result)).not.toContain(hex)
    expect(JSON.stringify(result)).not.toContain(sign('other', 'hex'))
  })

  it('throws for a body that was parsed, and says what to do', async () => {
    await expect(verify({}, hex, { exact: false })).rejects.toMatchObject({
      code: 'body_already_parsed',
      message: expect.stringContaining('Move the parser behind this middleware.'),
    })
  })
})
