import { Buffer } from 'node:buffer'
import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import { fakeEvent } from '@stt-webhooks/testing'
import { expect, it, onTestFinished } from 'vitest'
import { forward } from '../src/index.ts'
import { contextOf, errorOf, secret } from './support/event.ts'

const event = fakeEvent('webhook.pinged')

/** A server whose connections can be counted and whose answers need not end. */
async function startServer(answer: RequestListener) {
  const server = createServer((request, response) => {
    request.resume().on('end', () => answer(request, response))
  })
  let connections = 0
  server.on('connection', () => connections++)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(async () => {
    server.closeAllConnections()
    server.close()
    await once(server, 'close')
  })
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return { url: `http://127.0.0.1:${port}`, connections: () => connections }
}

it('keeps connections, whatever is answered', async () => {
  const statuses = Array.from({ length: 20 }, (_, index) => [204, 500, 200, 410, 202][index % 5] ?? 200)
  let answered = 0
  const server = await startServer((_, response) => {
    const status = statuses[answered++] ?? 200
    response.writeHead(status).end(status === 204 ? undefined : 'x'.repeat(1_000))
  })
  const send = forward({ url: server.url, secret })
  for (const status of statuses) {
    const sent = send(event, contextOf())
    if (status < 300) await sent
    else await errorOf(sent)
  }
  expect(answered).toBe(20)
  // `fetch` may open a second one while the first is about to be free again.
  expect(server.connections()).toBeLessThanOrEqual(2)
})

it('hangs up on an answer that never ends, and believes its status', async () => {
  let closed: Promise<unknown> = Promise.resolve()
  const server = await startServer((_, response) => {
    closed = once(response, 'close')
    const flood = (): void => {
      while (!response.destroyed && response.write(Buffer.alloc(16_000))) {}
    }
    response.writeHead(200).on('drain', flood)
    flood()
  })
  await forward({ url: server.url, secret })(event, contextOf())
  await closed
})

it('believes the status of an answer whose body is cut off', async () => {
  const server = await startServer((_, response) => {
    response.writeHead(200, { 'content-length': '100' }).write('x', () => response.destroy())
  })
  await forward({ url: server.url, secret })(event, contextOf())
})

it('believes the status of an answer whose body stalls', async () => {
  const server = await startServer((_, response) => {
    response.writeHead(200, { 'content-length': '100' }).write('x')
  })
  const send = forward({ url: server.url, secret, timeoutMs: 300 })
  await send(event, contextOf())
})

it('leaves nothing behind in the signal that all events share', async () => {
  const server = await startServer((_, response) => response.end())
  const { signal } = new AbortController()
  const listeners = new Set<unknown>()
  const { addEventListener, removeEventListener } = signal
  signal.addEventListener = (...args: Parameters<typeof addEventListener>) => {
    listeners.add(args[1])
    addEventListener.apply(signal, args)
  }
  signal.removeEventListener = (...args: Parameters<typeof removeEventListener>) => {
    listeners.delete(args[1])
    removeEventListener.apply(signal, args)
  }
  const send = forward({ url: server.url, secret })
  const context = contextOf(undefined, signal)
  await Promise.all(Array.from({ length: 30 }, () => send(event, context)))
  expect(listeners.size).toBe(0)
})
