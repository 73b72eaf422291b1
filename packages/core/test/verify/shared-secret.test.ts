import { Buffer } from 'node:buffer'
import {
  basic,
  bearer,
  headerSecret,
  urlToken,
  type Verification,
  type Verifier,
} from '@stt-webhooks/core/provider'
import { describe, expect, it } from 'vitest'
import { toDelivery } from '../support/request.ts'

const genuine: Verification = { verified: true, by: 'secret' }
const missing = { verified: false, reason: expect.stringMatching(/ is missing$/) }
const wrong = { verified: false, reason: expect.stringMatching(/ does not match any configured secret$/) }
const blank = { verified: false, reason: expect.stringMatching(/ only in white space$/) }

async function withHeader(verifier: Verifier, name: string, value?: string): Promise<Verification> {
  return verifier(toDelivery({ headers: value === undefined ? {} : { [name]: value } }), { now: 0 })
}

describe('headerSecret', () => {
  const verifier = headerSecret({ provider: 'fake', secret: 's3cret', header: 'X-Webhook-Secret' })

  it.each([
    ['s3cret', genuine],
    [undefined, missing],
    ['', missing],
    ['s3cre', wrong],
    ['s3crett', wrong],
    ['S3CRET', wrong],
    ['s3cret, s3cret', wrong],
    [' s3cret', blank],
    ['s3cret\t', blank],
  ])('%j', async (value, expected) => {
    expect(await withHeader(verifier, 'x-webhook-secret', value)).toEqual(expected)
  })

  it('never tells what it was given or what it wanted', async () => {
    for (const value of ['almost-s3cret', ' s3cret']) {
      const text = JSON.stringify(await withHeader(verifier, 'x-webhook-secret', value))
      expect(text).toContain('x-webhook-secret')
      expect(text).not.toContain('s3cret')
    }
  })

  it('tells a configured secret with white space around it too', async () => {
    const spaced = headerSecret({ provider: 'fake', secret: 's3cret\n', header: 'x-webhook-secret' })
    expect(await withHeader(spaced, 'x-webhook-secret', 's3cret')).toEqual(blank)
  })

  it('says when a secret function knows none', async () => {
    const tenant = headerSecret({ provider: 'fake', secret: () => undefined, header: 'x-secret' })
    expect(await withHeader(tenant, 'x-secret', 's3cret')).toEqual({
      verified: false,
      reason: 'the secret function knows no secret for this request',
    })
  })
})

describe('bearer', () => {
  const verifier = bearer({ provider: 'fake', secret: 's3cret' })

  it.each([
    ['Bearer s3cret', genuine],
    ['bearer s3cret', genuine],
    ['BEARER   s3cret', genuine],
    ['s3cret', missing],
    ['Bearer', missing],
    ['Bearer ', missing],
    ['Basic s3cret', missing],
    ['Bearers3cret', missing],
    [undefined, missing],
    ['Bearer S3cret', wrong],
    ['Bearer Bearer s3cret', wrong],
  ])('%j', async (value, expected) => {
    expect(await withHeader(verifier, 'authorization', value)).toEqual(expected)
  })

  it('has another scheme if the service has', async () => {
    const token = bearer({ provider: 'fake', secret: 's3cret', scheme: 'Token' })
    expect(await withHeader(token, 'authorization', 'Token s3cret')).toEqual(genuine)
    expect(await withHeader(token, 'authorization', 'Bearer s3cret')).toEqual(missing)
  })

  it.each(['Bearer s3cret', 'bearer s3cret', ['good', 'BEARER s3cret']])(
    'refuses the secret %j',
    (secret) => {
      expect(() => bearer({ provider: 'fake', secret, option: 'token' })).toThrow(
        '[stt-webhooks] [fake] `token` starts with "Bearer ". Give the token alone.',
      )
    },
  )
})

describe('basic', () => {
  const verifier = basic({ provider: 'fake', secret: 'stt:pä:ss' })
  const encode = (text: string) => Buffer.from(text).toString('base64')
  const encoded = encode('stt:pä:ss')

  it.each([
    [`Basic ${encoded}`, genuine],
    [`basic  ${encoded}`, genuine],
    [undefined, missing],
    ['Basic', missing],
    ['Basic stt:pass', missing],
    [`Bearer ${encoded}`, missing],
    [`Basic ${encoded}A`, missing],
    [`Basic ${encoded.replace(/=$/, '')}`, encoded.endsWith('=') ? missing : genuine],
    [`Basic ${encode('stt:')}`, wrong],
    [`Basic ${encode(':pä:ss')}`, wrong],
    [`Basic ${encode('stt:pä:ss\n')}`, blank],
  ])('%j', async (value, expected) => {
    expect(await withHeader(verifier, 'authorization', value)).toEqual(expected)
  })
})

describe('urlToken', () => {
  const verifier = urlToken({ provider: 'fake', secret: 's3cret', parameter: 'token' })
  const verify = async (query: string, token?: string) =>
    verifier(toDelivery({ url: `/webhooks/stt/fake?${query}`, ...(token && { token }) }), { now: 0 })

  it('finds the token in the path, or in the query', async () => {
    expect(await verify('', 's3cret')).toEqual(genuine)
    expect(await verify('token=s3cret')).toEqual(genuine)
    expect(await verify('other=1&token=s%33cret')).toEqual(genuine)
    expect(await verify('token=other', 's3cret')).toEqual(genuine)
  })

  it('refuses a wrong token in the path, whatever the query says', async () => {
    expect(await verify('token=s3cret', 'other')).toEqual(wrong)
  })

  it.each([
    ['', missing],
    ['token=', missing],
    ['Token=s3cret', missing],
    ['token=s3cret&token=s3cret', missing],
    ['token=s3cret&token=other', missing],
    ['token=s3cre', wrong],
  ])('?%s', async (query, expected) => {
    expect(await verify(query)).toEqual(expected)
  })
})

describe('headerSecret', () => {
  it.each(['', 'two words', 'colon:', 'line\nbreak'])(
    'throws for %j, which no header is called',
    (header) => {
      expect(() => headerSecret({ provider: 'fake', secret: 's3cret', header })).toThrow(
        'is not the name of a header',
      )
    },
  )
})
