import { Buffer } from 'node:buffer'
import { createReceiver } from '@stt-webhooks/core'
import { sourceAddresses } from '@stt-webhooks/core/provider'
import { deliver, toRequest } from '@stt-webhooks/testing'
import { describe, expect, it, vi } from 'vitest'
import { secretInHeader, signature } from './flawed-providers/credentials.ts'
import { honest, subjectOf } from './flawed-providers/service.ts'

const secret = 's3cret'
const simulate = subjectOf(signature).simulator({ secret })
const logger = { info: vi.fn(), warn: vi.fn(), error: vi.fn() }
const create = () => createReceiver([honest(signature.verifier)({ secret })], { logger })

describe('deliver', () => {
  it('tells status, outcome, events and handlers', async () => {
    const receiver = create()
    receiver.on('transcript.completed', () => {})
    receiver.on('transcript.completed', { name: 'mail' }, () => Promise.reject(new Error('down')))
    expect(await deliver(receiver, simulate.completed({ jobId: 'job-9' }))).toMatchObject({
      status: 503,
      body: null,
      outcome: 'handler_failed',
      reason: 'the handler "mail" (Error) failed: see onError',
      events: [{ type: 'transcript.completed', jobId: 'job-9' }],
      handlers: [{ name: 'transcript.completed' }, { name: 'mail', error: { message: 'down' } }],
    })
  })

  it('gives the body of an answer, and takes an absolute URL', async () => {
    const url = 'https://example.com/webhooks/stt/service?order=7'
    const absolute = subjectOf(signature).simulator({ secret, url })
    expect(await deliver(create(), absolute.simulate('challenge'))).toMatchObject({
      status: 200,
      outcome: 'handshake',
      body: 'echo',
    })
  })

  it('throws where nobody listens, without showing the query', async () => {
    const elsewhere = { ...simulate.completed(), url: '/webhooks/stt/nobody?token=hidden' }
    await expect(deliver(create(), elsewhere)).rejects.toThrow(
      new RangeError('No provider listens at /webhooks/stt/nobody.'),
    )
  })

  it('throws for a URL that is none', async () => {
    const odd = { ...simulate.completed(), url: 'webhooks/stt/service' }
    await expect(deliver(create(), odd)).rejects.toMatchObject({ code: 'invalid_option' })
  })

  it('can stand for a parser that ran first', async () => {
    const receiver = create()
    const { status, outcome, reason } = await deliver(receiver, simulate.completed(), { exact: false })
    expect([status, outcome]).toEqual([503, 'body_already_parsed'])
    expect(reason).toContain('exact: false')
  })

  it('has the address of a client if it is told one', async () => {
    const provider = honest(secretInHeader.verifier)({ secret })
    const verify = sourceAddresses('service', ['192.0.2.1'])
    const receiver = createReceiver([{ ...provider, verify }], { logger })
    receiver.onAny(() => {})
    const outcomeFrom = async (remoteAddress?: string) =>
      (await deliver(receiver, simulate.completed(), remoteAddress ? { remoteAddress } : {})).outcome
    expect(await outcomeFrom('192.0.2.1')).toBe('accepted')
    expect(await outcomeFrom('192.0.2.2')).toBe('refused')
    expect(await outcomeFrom()).toBe('refused')
  })
})

describe('toRequest', () => {
  it('finds headers by any case, and hands the bytes on as they are', async () => {
    const body = Buffer.from([0xff, 0x00])
    const request = toRequest({ method: 'PUT', url: '/a?b', headers: { 'X-One': '1' }, body })
    const take = vi.fn()
    expect([request.method, request.url]).toEqual(['PUT', '/a?b'])
    expect([request.header('x-one'), request.header('X-ONE'), request.header('two')]).toEqual([
      '1',
      '1',
      undefined,
    ])
    expect(await request.body(take)).toEqual({ bytes: body, exact: true })
    expect(take).toHaveBeenCalledExactlyOnceWith(2)
  })
})
