import { describe, expect, it } from 'vitest'
import { type ForwardOptions, forward } from '../src/index.ts'
import { olderSecret, secret, thrownBy } from './support/event.ts'

const url = 'https://crm.example/hooks'

/** Construction as JavaScript allows it, where options may be missing or of any type. */
async function messageOf(options: Readonly<Record<string, unknown>>): Promise<string> {
  const given = { url, secret, ...options } as unknown as ForwardOptions
  const error = await thrownBy(() => forward(given))
  expect(error.code).toBe('invalid_option')
  expect(error.cause).toBeUndefined()
  return error.message
}

const base64 = (bytes: number): string => Buffer.alloc(bytes, 'k').toString('base64')

describe('secret', () => {
  it.each([
    [undefined, 'is missing, empty or blank'],
    ['', 'is missing, empty or blank'],
    [' \t\n', 'is missing, empty or blank'],
    [[], 'is missing, empty or blank'],
    [[secret, ''], 'is missing, empty or blank'],
    [[secret, undefined], 'is missing, empty or blank'],
    [42, 'is missing, empty or blank'],
    ['hunter2-hunter2-hunter2-hunter2', 'is no Standard Webhooks secret'],
    [`${secret}\n`, 'is no Standard Webhooks secret'],
    [`whsk_${base64(32)}`, 'is no Standard Webhooks secret'],
    [[secret, 'whsec_hunter2!'], 'is no Standard Webhooks secret'],
    ['whsec_', 'holds 0 bytes'],
    [`whsec_${base64(23)}`, 'holds 23 bytes'],
    [`whsec_${base64(65)}`, 'holds 65 bytes'],
  ])('%j is refused', async (given, what) => {
    const message = await messageOf({ secret: given })
    expect(message).toContain(`[stt-webhooks] The option \`secret\` of forward() ${what}`)
    expect(message).toContain('`openssl rand -base64 32`')
    expect(message).not.toMatch(/hunter2|AAEC|a2tr/)
  })

  it.each([[`whsec_${base64(24)}`], [`whsec_${base64(64)}`], [base64(32)], [[secret, olderSecret]]])(
    '%j is taken',
    (given) => {
      expect(forward({ url, secret: given })).toBeTypeOf('function')
    },
  )
})

describe('url', () => {
  it.each([
    [undefined, 'is missing or no absolute URL'],
    ['', 'is missing or no absolute URL'],
    ['/hooks?key=hunter2', 'is missing or no absolute URL'],
    ['crm.example/hunter2', 'is missing or no absolute URL'],
    ['https://me:hunter2@crm.example', 'has a user name or a password'],
    ['https://hunter2@crm.example', 'has a user name or a password'],
    ['http://:hunter2@localhost', 'has a user name or a password'],
    ['ftp://crm.example/hunter2', 'has the scheme ftp'],
    ['http://crm.example/hunter2?key=hunter2', 'is http://crm.example, where'],
    ['http://localhost.crm.example', 'is http://localhost.crm.example, where'],
    ['http://127.0.0.1.crm.example', 'is http://127.0.0.1.crm.example, where'],
    ['http://10.0.0.1', 'is http://10.0.0.1, where'],
  ])('%j is refused', async (given, what) => {
    const message = await messageOf({ url: given })
    expect(message).toContain(`[stt-webhooks] The option \`url\` of forward() ${what}`)
    expect(message).not.toContain('hunter2')
  })

  it.each([
    'https://crm.example/hooks?key=value',
    'https://10.0.0.1:8443',
    'http://localhost:3000',
    'http://crm.localhost',
    'http://127.0.0.1',
    'http://127.1:3000',
    'http://[::1]:3000',
  ])('%s is taken', (given) => {
    expect(forward({ url: given, secret })).toBeTypeOf('function')
  })

  it('http elsewhere is taken where that is asked for', async () => {
    expect(forward({ url: 'http://crm.example', secret, unsafeAllowHttp: true })).toBeTypeOf('function')
    expect(await messageOf({ url: 'ftp://crm.example', unsafeAllowHttp: true })).toContain('ftp')
  })
})

describe('headers', () => {
  it.each([
    ['webhook-id'],
    ['Webhook-Timestamp'],
    ['WEBHOOK-SIGNATURE'],
    ['Content-Type'],
    ['content-length'],
    ['host'],
    ['connection'],
  ])('%s cannot be set', async (name) => {
    const message = await messageOf({ headers: { [name]: 'hunter2' } })
    expect(message).toContain(`The option \`headers\` of forward() sets "${name}"`)
    expect(message).not.toContain('hunter2')
  })

  it.each([
    ['authorization', 'hunter2\r\nwebhook-id: evil'],
    ['authorization', 'hunter2 ✓'],
    ['authorization', undefined],
    ['not a name', 'hunter2'],
  ])('%s: %j is refused', async (name, value) => {
    const message = await messageOf({ headers: { [name]: value } })
    expect(message).toContain(`has a name or a value at "${name}" that HTTP does not allow`)
    expect(message).not.toContain('hunter2')
  })
})

it.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])('timeoutMs %d is refused', async (timeoutMs) => {
  expect(await messageOf({ timeoutMs })).toContain('`timeoutMs`')
})
