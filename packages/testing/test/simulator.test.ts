import { Buffer } from 'node:buffer'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createSimulator, send, withQuery } from '@stt-webhooks/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const simulator = createSimulator({
  provider: 'service',
  url: '/hooks/service?order=7',
  templates: {
    done: (jobId = 'fixture') => ({
      method: 'PUT',
      query: { status: 'success', id: jobId },
      headers: { 'content-type': 'text/plain' },
      body: `done ${jobId}`,
    }),
    failed: () => ({ body: Uint8Array.of(0xff) }),
  },
  completed: 'done',
  failed: 'failed',
  sign: (delivery) => ({
    ...delivery,
    headers: { ...delivery.headers, 'x-length': String(delivery.body.length) },
  }),
})

const text = (body: Uint8Array) => Buffer.from(body).toString('utf8')

describe('createSimulator', () => {
  it('knows its names', () => expect(simulator.names).toEqual(['done', 'failed']))

  it('fills in templates and signs them', () => {
    expect(simulator.simulate('done')).toEqual({
      method: 'PUT',
      url: '/hooks/service?order=7&status=success&id=fixture',
      headers: { 'content-type': 'text/plain', 'x-length': '12' },
      body: Buffer.from('done fixture'),
    })
    expect(simulator.failed()).toEqual({
      method: 'POST',
      url: '/hooks/service?order=7',
      headers: { 'x-length': '1' },
      body: Uint8Array.of(0xff),
    })
  })

  it('honours the job, and signs the body that it is given', () => {
    expect(text(simulator.completed({ jobId: 'job-1' }).body)).toBe('done job-1')
    const { body, headers } = simulator.completed({ body: '{"ü":1}' })
    expect([text(body), headers['x-length']]).toEqual(['{"ü":1}', '8'])
  })

  it('adds headers last, so that a credential can be forged', () => {
    const { headers } = simulator.completed({ headers: { 'x-length': 'forged', 'x-more': '1' } })
    expect(headers).toEqual({ 'content-type': 'text/plain', 'x-length': 'forged', 'x-more': '1' })
  })

  it('signs any delivery', () => {
    const delivery = { method: 'POST', url: '/', headers: {}, body: Buffer.from('four') }
    expect(simulator.sign(delivery).headers).toEqual({ 'x-length': '4' })
  })

  it.each(['paused', 'constructor', ''])('throws for %j, and tells what there is', (name) => {
    expect(() => Reflect.apply(simulator.simulate, undefined, [name])).toThrow(
      new RangeError(`service sends no "${name}". It sends: done, failed.`),
    )
  })
})

describe('withQuery', () => {
  it.each([
    ['/a', {}, '/a'],
    ['/a', { b: '1' }, '/a?b=1'],
    ['/a?b=1', { b: '2', c: 'ä &' }, '/a?b=1&b=2&c=%C3%A4+%26'],
    ['https://a.example/b', { c: '' }, 'https://a.example/b?c='],
  ])('%s and %j', (url, parameters, expected) => expect(withQuery(url, parameters)).toBe(expected))
})

describe('send', () => {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const { method, url, headers } = request
    const { 'x-length': length, 'content-length': bytes } = headers
    response.statusCode = 418
    response.end(JSON.stringify([method, url, length, bytes, Buffer.concat(chunks).toString('hex'), 'ü']))
  })
  let origin = ''
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address: AddressInfo | string | null = server.address()
    origin = `http://127.0.0.1:${typeof address === 'object' ? address?.port : address}`
  })
  afterAll(() => new Promise((resolve) => server.close(resolve)))

  it('sends exactly these bytes, and gives the answer', async () => {
    const delivery = simulator.failed()
    const { status, body } = await send({ ...delivery, url: origin + delivery.url })
    expect(status).toBe(418)
    expect(JSON.parse(body)).toEqual(['POST', '/hooks/service?order=7', '1', '1', 'ff', 'ü'])
  })

  it('rejects if nobody answers', async () => {
    await expect(send({ ...simulator.failed(), url: 'http://127.0.0.1:1/' })).rejects.toThrow()
  })
})
