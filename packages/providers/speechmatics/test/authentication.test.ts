import { createReceiver, isWebhookError } from '@stt-webhooks/core'
import { type SpeechmaticsOptions, speechmatics, speechmaticsAddresses } from '@stt-webhooks/speechmatics'
import { simulator } from '@stt-webhooks/speechmatics/testing'
import { deliver } from '@stt-webhooks/testing'
import { describe, expect, it } from 'vitest'

const simulate = simulator({ secret: 'unused' })
const silent = { info() {}, warn() {}, error() {} }

async function statusOf(options: SpeechmaticsOptions, headers: Record<string, string>, remoteAddress = '') {
  const receiver = createReceiver([speechmatics(options)], { logger: silent })
  receiver.onAny(() => {})
  const { status } = await deliver(receiver, simulate.completed({ headers }), { remoteAddress })
  return status
}

function errorOf(options: unknown): string {
  try {
    Reflect.apply(speechmatics, undefined, [options])
  } catch (error) {
    if (isWebhookError(error)) return `${error.code}: ${error.message}`
  }
  return 'no error'
}

describe('auth_headers of Speechmatics', () => {
  it('takes any header, by a line as it was given', async () => {
    const options = { authHeaders: ['X-Hook-Key:  abc def '] }
    expect(await statusOf(options, { 'x-hook-key': 'abc def' })).toBe(200)
    expect(await statusOf(options, { 'x-hook-key': 'abc' })).toBe(401)
    expect(await statusOf(options, {})).toBe(401)
  })

  it('takes an authorization of any scheme', async () => {
    const options = { authHeaders: ['Authorization: Basic dXNlcjpwYXNz'] }
    expect(await statusOf(options, { authorization: 'Basic dXNlcjpwYXNz' })).toBe(200)
    expect(await statusOf(options, { authorization: 'Bearer dXNlcjpwYXNz' })).toBe(401)
  })

  it('wants all lines of a list, and any of several lists', async () => {
    const options = { authHeaders: [['X-One: 1', 'X-Two: 2'], ['X-Old: 0']] }
    expect(await statusOf(options, { 'x-one': '1', 'x-two': '2' })).toBe(200)
    expect(await statusOf(options, { 'x-old': '0' })).toBe(200)
    expect(await statusOf(options, { 'x-one': '1', 'x-two': '3' })).toBe(401)
    expect(await statusOf(options, { 'x-two': '2' })).toBe(401)
  })

  it.each([
    [{ authHeaders: [] }, 'empty list'],
    [{ authHeaders: [[]] }, 'empty list'],
    [{ authHeaders: 'X-Key: a' }, 'not a list'],
    [{ authHeaders: ['X-Key: hidden\r\nX-Other: hidden'] }, 'line break'],
    [{ authHeaders: ['hidden'] }, 'not of the form "Name: value"'],
    [{ authHeaders: ['X-Key:  '] }, 'not of the form "Name: value"'],
    [{ authHeaders: ['X Key: hidden'] }, 'not of the form "Name: value"'],
    [{ authHeaders: ['X-Key: hïdden'] }, 'not of the form "Name: value"'],
    [{ authHeaders: [7] }, 'not of the form "Name: value"'],
    [{ authHeaders: [['X-Key: hidden'], 'X-Old: hidden'] }, 'not of the form "Name: value"'],
    [{ authHeaders: ['X-Key: hidden', 'x-key: hidden'] }, 'names a header twice'],
    [{ authHeaders: ['X-Key: hidden'], secret: 'hidden' }, 'Both `secret` and `authHeaders` are set'],
    [{ secret: 'hidden', sourceAddresses: [] }, 'list of addresses is empty'],
    [{ secret: 'hidden', sourceAddresses: 'mars' }, '"mars" is not an IP address'],
    [{ secret: 'Bearer hidden' }, 'starts with "Bearer "'],
    [{}, 'The option `secret` is missing'],
  ])('refuses at construction what cannot work (%#)', (options, reason) => {
    const error = errorOf(options)
    expect(error).toContain('invalid_option: [stt-webhooks] [speechmatics] ')
    expect(error).toContain(reason)
    expect(error).not.toContain('hidden')
  })
})

describe('source addresses of Speechmatics', () => {
  const headers = { authorization: 'Bearer abc' }
  const [european = ''] = speechmaticsAddresses.eu1
  const [american = ''] = speechmaticsAddresses.us1

  it('are a second factor by region, and off by default', async () => {
    expect(await statusOf({ secret: 'abc' }, headers, '192.0.2.1')).toBe(200)
    const options = { secret: 'abc', sourceAddresses: 'eu1' } as const
    expect(await statusOf(options, headers, european)).toBe(200)
    expect(await statusOf(options, headers, american)).toBe(401)
    expect(await statusOf(options, { authorization: 'Bearer abd' }, european)).toBe(401)
  })

  it('may be a list of regions, addresses and ranges', async () => {
    const options = { secret: 'abc', sourceAddresses: ['eu1', 'us1', '192.0.2.0/24'] }
    for (const address of [european, american, '192.0.2.9']) {
      expect(await statusOf(options, headers, address)).toBe(200)
    }
    expect(await statusOf(options, headers, '198.51.100.1')).toBe(401)
  })
})
