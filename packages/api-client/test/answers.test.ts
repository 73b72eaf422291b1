import type { ServerResponse } from 'node:http'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { path } from '../src/index.ts'
import { bench, rejection } from './support/bench.ts'
import { inTurn, json, type Reply, status } from './support/service.ts'

const job = path`/v2/jobs/${'j1'}`
const html = '<html>\r\n<head><title>401 Authorization Required</title></head></html>'

describe('a good answer', () => {
  test('as JSON, text and bytes', async () => {
    const { client } = await bench({ api: status(200, {}, '{"text":"schön"}') })
    expect(await client.json(job)).toEqual({ text: 'schön' })
    expect(await client.text(job)).toBe('{"text":"schön"}')
    expect(await client.bytes(job)).toEqual(Buffer.from('{"text":"schön"}'))
  })

  test('a byte order mark is no part of the text', async () => {
    const { client } = await bench({ api: status(200, {}, '\u{feff}{}') })
    expect(await client.json(job)).toEqual({})
  })

  test('path, query and headers arrive as they were given', async () => {
    const { client, api } = await bench(
      {
        api: (response, request) => {
          response.end(JSON.stringify([request.headers['accept'], request.headers.authorization]))
        },
      },
      { base: 'https://api.acme.com/v2/' },
    )
    const answer = await client.json(path`/jobs/${'a b'}/transcript`, {
      query: { format: 'json-v2', filter: "kind eq 'a+b'", wait: 0, deleted: false, none: undefined },
      headers: { Accept: 'application/x', Authorization: 'mine' },
    })
    expect(api.requests).toEqual([
      'GET api.acme.com/v2/jobs/a%20b/transcript?format=json-v2&filter=kind%20eq%20%27a%2Bb%27&wait=0&deleted=false',
    ])
    expect(answer).toEqual(['application/x', expect.stringMatching(/^Bearer /)])
  })
})

describe('a refused key', () => {
  test.each([
    [401, html],
    [401, '{"title":"Authorization has been denied for this request.","status":401}'],
    [403, ''],
  ])('%d ends the call at once and names the option', async (code, body) => {
    const { client, api } = await bench(
      { api: status(code, { 'content-type': 'text/html' }, body) },
      { keyOption: 'speechKey' },
    )
    const error = await rejection(client.json(job))
    expect(error).toMatchObject({ code: 'api_key_refused' })
    expect(error).toHaveProperty('message', expect.stringContaining('`speechKey`'))
    expect(api.requests).toHaveLength(1)
  })

  test('a key that cannot be sent is not sent', async () => {
    const { client, api } = await bench({ api: json({}) }, { authorize: () => ({ authorization: 'a\nb' }) })
    expect(await rejection(client.json(job))).toMatchObject({ code: 'invalid_option' })
    expect(api.requests).toEqual([])
  })
})

describe('an answer that should not be', () => {
  test.each([400, 405, 406, 413, 422])('%d is told at once', async (code) => {
    const { client, api } = await bench({ api: status(code, {}, 'no') })
    const error = await rejection(client.json(job))
    expect(error).toMatchObject({ code: 'api_answer' })
    expect(error).toHaveProperty('message', expect.stringContaining(`answered ${code}.`))
    expect(api.requests).toHaveLength(1)
  })

  test('truncated JSON is asked for again', async () => {
    const { client, api } = await bench({
      api: inTurn(status(200, {}, '{"text":"secret wor'), json({ a: 1 })),
    })
    expect(await client.json(job)).toEqual({ a: 1 })
    expect(api.requests).toHaveLength(2)
  })

  test('truncated JSON for ever', async () => {
    const { client } = await bench({ api: status(200, {}, '{"text":"secret wor') })
    const error = await rejection(client.json(job))
    expect(error).toMatchObject({ code: 'api_answer' })
    expect(error).toHaveProperty('message', expect.not.stringContaining('secret'))
    expect(error).not.toHaveProperty('cause')
  })

  test('a body that breaks off is asked for again', async () => {
    const breakOff: Reply = (response) => {
      response.writeHead(200, { 'content-length': '100' })
      response.write('{"a":', () => response.socket?.destroy())
    }
    const { client, api } = await bench({ api: inTurn(breakOff, json({ a: 1 })) })
    expect(await client.json(job)).toEqual({ a: 1 })
    expect(api.requests).toHaveLength(2)
    const { client: unlucky } = await bench({ api: breakOff })
    expect(await rejection(unlucky.text(job))).toMatchObject({ code: 'api_answer' })
  })

  test('a body that says it is too large is not read', async () => {
    let written = 0
    const { client, api } = await bench(
      {
        api: (response) => {
          response.writeHead(200, { 'content-length': '1001' }).flushHeaders()
          response.on('close', () => {
            written = response.socket?.bytesWritten ?? 0
          })
        },
      },
      { maxBytes: 1_000 },
    )
    const error = await rejection(client.text(job))
    expect(error).toMatchObject({ code: 'api_answer' })
    expect(error).toHaveProperty('message', expect.stringContaining('more than 1000 bytes'))
    expect(api.requests).toHaveLength(1)
    expect(written).toBeLessThan(1_000)
  })

  test('a body that turns out to be too large is cut', async () => {
    const responses: ServerResponse[] = []
    const { client } = await bench(
      {
        api: (response) => {
          responses.push(response)
          const flow = (): void => {
            if (!response.destroyed) response.write('x'.repeat(400), () => setImmediate(flow))
          }
          flow()
        },
      },
      { maxBytes: 1_000 },
    )
    expect(await rejection(client.bytes(job))).toMatchObject({ code: 'api_answer' })
    await expect.poll(() => responses.map((one) => one.destroyed)).toEqual([true])
  })

  test('exactly the limit is not too large', async () => {
    const { client } = await bench({ api: status(200, {}, 'x'.repeat(1_000)) }, { maxBytes: 1_000 })
    expect(await client.text(job)).toHaveLength(1_000)
  })

  test('a compressed body, which nobody asked for', async () => {
    const { client } = await bench({
      api: (response, request) => {
        expect(request.headers['accept-encoding']).toBe('identity')
        response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('{}'))
      },
    })
    expect(await rejection(client.bytes(job))).toMatchObject({ code: 'api_answer' })
  })
})
