import { Buffer } from 'node:buffer'
import { createHmac } from 'node:crypto'
import { fakeEvent } from '@stt-webhooks/testing'
import { expect, it } from 'vitest'
import { forward } from '../src/index.ts'
import { contextOf, olderSecret, secret, transcriptOf } from './support/event.ts'
import { headerOf, isGenuine, startTarget, textOf } from './support/target.ts'

const now = Date.UTC(2026, 0, 1, 12, 0, 7, 999)

async function post(text: string, secrets: string | readonly string[] = secret) {
  const target = await startTarget()
  const event = fakeEvent('transcript.completed', { transcripts: [transcriptOf(text)], raw: { text } })
  const send = forward({ url: `${target.origin}/hooks`, secret: secrets, now: () => now })
  await send(event, contextOf())
  const [request] = target.requests
  if (request === undefined) throw new Error('Nothing was posted.')
  return { request, event }
}

/** As the specification says it: the HMAC of `id.timestamp.body`, in base64. */
function signatureOf(id: string, timestamp: string, body: Uint8Array, key: string): string {
  const hash = createHmac('sha256', Buffer.from(key.slice('whsec_'.length), 'base64'))
  return `v1,${hash.update(`${id}.${timestamp}.`).update(body).digest('base64')}`
}

it('signs the id of the event, the time of sending in whole seconds, and the bytes', async () => {
  const { request, event } = await post('Guten Tag.')
  expect(headerOf(request, 'webhook-id')).toBe(event.id)
  expect(headerOf(request, 'webhook-timestamp')).toBe('1767268807')
  const signature = signatureOf(event.id, '1767268807', request.body, secret)
  expect(headerOf(request, 'webhook-signature')).toBe(signature)
  expect(await isGenuine(request, secret, now)).toBe(true)
  expect(await isGenuine(request, olderSecret, now)).toBe(false)
  expect(await isGenuine({ ...request, body: Buffer.from(`${textOf(request)} `) }, secret, now)).toBe(false)
})

it('signs with each secret of a list', async () => {
  const { request, event } = await post('Guten Tag.', [secret, olderSecret])
  const signatures = [secret, olderSecret].map((one) =>
    signatureOf(event.id, '1767268807', request.body, one),
  )
  expect(headerOf(request, 'webhook-signature')).toBe(signatures.join(' '))
  expect(await isGenuine(request, secret, now)).toBe(true)
  expect(await isGenuine(request, olderSecret, now)).toBe(true)
})

it.each([
  ['umlauts and accents', 'Grüße aus Kraków, señor'],
  ['scripts', '語音辨識 — تفريغ — расшифровка — ถอดความ'],
  ['characters outside the basic plane', '👩🏽‍💻 𝕏 𠮷'],
  ['what ends lines in some languages', 'a\u2028b\u2029c\r\nd\0e\u007f'],
  ['half a character', 'a\ud83d b\udc4d'],
])('posts and signs exactly the bytes of %s', async (_, text) => {
  const { request, event } = await post(text)
  const { type, receivedAt: timestamp } = event
  expect(textOf(request)).toBe(JSON.stringify({ type, timestamp, data: event }))
  expect(Buffer.from(textOf(request)).equals(request.body)).toBe(true)
  expect(JSON.parse(textOf(request))).toHaveProperty('data.transcripts.0.text', text)
  expect(headerOf(request, 'content-length')).toBe(String(request.body.length))
  const signature = signatureOf(event.id, '1767268807', request.body, secret)
  expect(headerOf(request, 'webhook-signature')).toBe(signature)
  expect(await isGenuine(request, secret, now)).toBe(true)
})
