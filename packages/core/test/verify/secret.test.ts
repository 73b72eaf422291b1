import { WebhookError } from '@stt-webhooks/core'
import { basic, bearer, headerSecret, hmac, type Secret, urlToken } from '@stt-webhooks/core/provider'
import { describe, expect, it, vi } from 'vitest'
import { toDelivery } from '../support/request.ts'

/** What a user of plain JavaScript can pass. */
function construct(create: (options: never) => unknown, secret: unknown, option?: string): unknown {
  const more = { header: 'x-secret', encoding: 'hex', parameter: 'token' }
  return Reflect.apply(create, undefined, [{ provider: 'fake', secret, ...more, ...(option && { option }) }])
}

function ask(secret: Secret, url = '/webhooks/stt/fake', now = 0, token?: string) {
  const verifier = headerSecret({ provider: 'fake', secret, header: 'x-secret' })
  return askAgain(verifier, url, now, token)
}

async function askAgain(
  verifier: ReturnType<typeof headerSecret>,
  url = '/webhooks/stt/fake',
  now = 0,
  token?: string,
): Promise<boolean> {
  const delivery = toDelivery({ url, headers: { 'x-secret': 's3cret' }, ...(token && { token }) })
  return (await verifier(delivery, { now })).verified
}

describe('a secret at construction', () => {
  const useless = [undefined, null, '', '  \n', [], [''], ['good', ' '], new Uint8Array(32), 7, {}, true]
  it.each([
    ['headerSecret', headerSecret],
    ['bearer', bearer],
    ['basic', basic],
    ['urlToken', urlToken],
    ['hmac', hmac],
  ])('%s refuses what cannot be one', (_, create) => {
    for (const secret of useless) {
      expect(() => construct(create, secret)).toThrow(
        expect.objectContaining({
          code: 'invalid_option',
          provider: 'fake',
          message: expect.stringMatching(
            /`secret` is missing, empty or blank.*`unsafeAllowUnauthenticated: true`/,
          ),
        }),
      )
    }
  })

  it('names the option that holds it', () => {
    expect(() => construct(headerSecret, '', 'signingKey')).toThrow('The option `signingKey` is missing')
  })

  it('takes a text, a list and a function', () => {
    for (const secret of ['a', ['a', 'b'], () => 'a']) {
      expect(construct(headerSecret, secret)).toBeTypeOf('function')
    }
  })
})

describe('a list of secrets', () => {
  it('accepts each of them, wherever it stands', async () => {
    expect(await ask(['s3cret', 'old'])).toBe(true)
    expect(await ask(['new', 's3cret'])).toBe(true)
    expect(await ask(['new', 'old'])).toBe(false)
  })
})

describe('a secret function', () => {
  it('is told path, token and query, and nothing else', async () => {
    const secret = vi.fn(() => 's3cret')
    expect(await ask(secret, '/webhooks/stt/fake/tenant?a=1', 0, 'tenant')).toBe(true)
    expect(secret).toHaveBeenCalledExactlyOnceWith({
      path: '/webhooks/stt/fake/tenant',
      token: 'tenant',
      query: new URLSearchParams('a=1'),
    })
  })

  it.each([
    ['a text', 's3cret', true],
    ['a list', ['other', 's3cret'], true],
    ['nothing', undefined, false],
    ['an empty text', '', false],
    ['a blank', '  ', false],
    ['an empty list', [], false],
    ['a list of blanks', ['', ' '], false],
  ])('that answers %s', async (_, answer, verified) => {
    expect(await ask(() => answer)).toBe(verified)
    expect(await ask(async () => answer)).toBe(verified)
  })

  it('cannot be met by an empty header when it knows no secret', async () => {
    const verifier = headerSecret({ provider: 'fake', secret: () => '', header: 'x-secret' })
    const result = await verifier(toDelivery({ headers: { 'x-secret': '' } }), { now: 0 })
    expect(result.verified).toBe(false)
  })

  it('is asked once in 60 s for one path and query', async () => {
    const secret = vi.fn(async () => 's3cret')
    const verifier = headerSecret({ provider: 'fake', secret, header: 'x-secret' })
    await Promise.all([askAgain(verifier, '/a'), askAgain(verifier, '/a')])
    await askAgain(verifier, '/a', 59_999)
    expect(secret).toHaveBeenCalledTimes(1)
    await askAgain(verifier, '/a', 60_000)
    expect(secret).toHaveBeenCalledTimes(2)
    await askAgain(verifier, '/a?tenant=2', 60_000)
    await askAgain(verifier, '/b', 60_000)
    expect(secret).toHaveBeenCalledTimes(4)
  })

  it('is remembered for 1,000 URLs, so that forged queries cannot fill the memory', async () => {
    const secret = vi.fn(() => 's3cret')
    const verifier = headerSecret({ provider: 'fake', secret, header: 'x-secret' })
    for (let index = 0; index <= 1000; index++) await askAgain(verifier, `/a?${index}`)
    expect(secret).toHaveBeenCalledTimes(1001)
    await askAgain(verifier, '/a?1000')
    await askAgain(verifier, '/a?1')
    expect(secret).toHaveBeenCalledTimes(1001)
    await askAgain(verifier, '/a?0')
    expect(secret).toHaveBeenCalledTimes(1002)
  })

  it.each([
    [
      'throws',
      () => {
        throw new Error('database down: password=hunter2')
      },
    ],
    ['rejects', () => Promise.reject(new Error('database down: password=hunter2'))],
    ['gives what is no secret', () => JSON.parse('7')],
  ])('that %s is our own trouble, and is asked again', async (_, failing) => {
    const secret = vi.fn<() => string | Promise<string>>().mockImplementationOnce(failing)
    secret.mockImplementation(() => 's3cret')
    const verifier = headerSecret({ provider: 'fake', secret, header: 'x-secret' })
    const error = await askAgain(verifier).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(WebhookError)
    expect(error).toMatchObject({ code: 'internal', provider: 'fake', cause: expect.any(Error) })
    expect(String(error)).toContain('The function given as `secret` failed.')
    expect(String(error)).not.toContain('hunter2')
    expect(await askAgain(verifier)).toBe(true)
  })
})
