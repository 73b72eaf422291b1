import { createHmac } from 'node:crypto'
import { type AnyEvent, createReceiver, type Inbox, inboxMemory } from '@stt-webhooks/core'
import { type NewEntry, packEvent, type StoredDelivery, unpackEvent } from '@stt-webhooks/core/inbox'
import { deliver, exampleProvider, fakeEvent } from '@stt-webhooks/testing'
import { describe, expect, it } from 'vitest'

const secret = 'example secret'

/** What a receiver gives to its inbox for one genuine delivery. */
async function acceptedOf(
  body: string,
): Promise<{ delivery: StoredDelivery | undefined; entry: NewEntry | undefined }> {
  const seen: { delivery?: StoredDelivery | undefined; entry?: NewEntry | undefined } = {}
  const memory = inboxMemory()
  const inbox: Inbox = {
    ...memory,
    accept(delivery, entries) {
      Object.assign(seen, { delivery, entry: entries[0] })
      return memory.accept(delivery, entries)
    },
  }
  await using receiver = createReceiver([exampleProvider({ secret })], { inbox })
  const signature = createHmac('sha256', secret).update(body).digest('hex')
  const headers = { 'content-type': 'application/json', 'x-example-signature': signature }
  await deliver(receiver, { method: 'POST', url: '/webhooks/stt/example', headers, body: Buffer.from(body) })
  return { delivery: seen.delivery, entry: seen.entry }
}

function roundTrip(entry: NewEntry, delivery: StoredDelivery | undefined): AnyEvent | undefined {
  return unpackEvent(packEvent(entry), () => delivery)
}

const plain = (event: unknown): unknown => JSON.parse(JSON.stringify(event))

describe('packEvent', () => {
  it.each([
    '{"id":"a","status":"completed","text":"naïve 日本語"}',
    '{"id":"a","status":"completed","api_key":"s3cret","audio":"https://x.example/a.wav?sig=1"}',
    '\uFEFF{"id":"a","status":"processing"}',
    '{"id":"a","status":"paused"}',
  ])('leaves out the raw body of %s, and unpackEvent brings it back as the reader saw it', async (body) => {
    const { delivery, entry } = await acceptedOf(body)
    if (entry?.event === undefined) throw new Error('nothing was accepted')
    expect(entry.rawIsBody).toBe(true)
    expect(packEvent(entry)).not.toContain('"raw"')
    expect(plain(roundTrip(entry, delivery))).toEqual(plain(entry.event))
    expect(JSON.stringify(roundTrip(entry, delivery))).not.toContain('s3cret')
  })

  it('keeps a raw that is not the body', () => {
    const event: AnyEvent = { ...fakeEvent('transcript.completed', {}), raw: { form: 'text' } }
    const entry = { id: event.id, event, rank: 2, rawIsBody: false }
    expect(roundTrip(entry, undefined)).toEqual(event)
  })

  it('gives the rest once the delivery is gone', async () => {
    const { entry } = await acceptedOf('{"id":"a","status":"completed"}')
    if (entry?.event === undefined) throw new Error('nothing was accepted')
    expect(roundTrip(entry, undefined)).toMatchObject({
      id: entry.id,
      type: 'transcript.completed',
      jobId: 'a',
    })
  })

  it('gives nothing of an event that is damaged, or whose body is', async () => {
    const { delivery, entry } = await acceptedOf('{"id":"a","status":"completed"}')
    if (delivery === undefined || entry === undefined) throw new Error('nothing was accepted')
    expect(unpackEvent(packEvent(entry)?.slice(1), () => delivery)).toBeUndefined()
    expect(roundTrip(entry, { ...delivery, body: Buffer.from('{"id":') })).toBeUndefined()
  })

  it('has nothing of an unreadable delivery', () => {
    expect(packEvent({ id: 'dlv_1', reason: 'cut', rank: 2 })).toBeUndefined()
  })
})
