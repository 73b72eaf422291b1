import { Buffer } from 'node:buffer'
import { createHash } from 'node:crypto'
import { eventId, type Phase, type Provider } from '@stt-webhooks/core/provider'
import { describe, expect, it } from 'vitest'
import { fakeProvider } from './support/provider.ts'
import { createBench } from './support/receiver.ts'
import { toRequest } from './support/request.ts'

const sha256 = (data: string | Uint8Array) => createHash('sha256').update(data).digest('hex')

async function idOf(
  provider: Partial<Provider>,
  request: { readonly body?: string; readonly headers?: Readonly<Record<string, string>> } = {},
): Promise<string | undefined> {
  const { receiver } = createBench({}, [fakeProvider(provider)])
  receiver.onAny(() => {})
  const url = `/webhooks/stt/${provider.endpoint ?? 'fake'}`
  return (await receiver.receive(toRequest({ ...request, url })))?.events[0]?.id
}

/** A reader whose every delivery is the same fact. */
function reading(key: { jobId: string; phase: Phase } | 'body', product = 'async'): Pick<Provider, 'read'> {
  const event = { type: 'transcript.completed', provider: 'fake', product, raw: {} } as const
  return { read: () => ({ outcome: 'events', events: [{ key, event }] }) }
}

const ended = { jobId: 'job-1', phase: 'ended' } as const

describe('the event id', () => {
  // These must never change: what is stored under them would be worked on again.
  it('is the hash of endpoint, product and key, to the letter', async () => {
    expect(await idOf(reading(ended))).toBe(
      `evt_${sha256('["fake","async",{"jobId":"job-1","phase":"ended"}]')}`,
    )
    expect(await idOf(reading(ended))).toBe(
      'evt_7c39028b3ef8321175351456b8ad77d5c9223a1f9ecb4dc55de8a0de523c7d3c',
    )
  })

  it('is the hash of endpoint, product and body where nothing names the fact', async () => {
    const body = Buffer.from('{"hello":"wörld"}')
    expect(eventId('fake', 'unknown', 'body', body)).toBe(
      `evt_${sha256(`["fake","unknown","body","${sha256(body)}"]`)}`,
    )
    expect(await idOf(reading('body', 'unknown'), { body: '{"hello":"wörld"}' })).toBe(
      'evt_7c3d565c901605a798d0b1e7686205193f75eaa3fc9ab889e17ab5d9b8ade621',
    )
  })

  it('is the same for every redelivery, whatever is in it', async () => {
    const first = await idOf(reading(ended), { body: '{"try":1}' })
    expect(await idOf(reading(ended), { body: '{"try":2}', headers: { 'x-try': '2' } })).toBe(first)
  })

  it('does not depend on the order in which a provider writes the key', async () => {
    const { jobId, phase } = ended
    expect(await idOf(reading({ phase, jobId }))).toBe(await idOf(reading(ended)))
  })

  it('depends on the callback URL only where nothing names the fact', () => {
    const bytes = Buffer.from('{}')
    const callback = (order: number) => ({ metadata: { order }, expiresAt: '2026-01-01T00:00:00.000Z' })
    const told = '{"metadata":{"order":1},"expiresAt":"2026-01-01T00:00:00.000Z"}'
    expect(eventId('fake', 'async', 'body', bytes, callback(1))).toBe(
      `evt_${sha256(`["fake","async","body","${sha256(bytes)}",${told}]`)}`,
    )
    expect(eventId('fake', 'async', 'body', bytes, callback(2))).not.toBe(
      eventId('fake', 'async', 'body', bytes, callback(1)),
    )
    expect(eventId('fake', 'async', ended, bytes, callback(1))).toBe(eventId('fake', 'async', ended, bytes))
  })

  it('is another one for each job, phase, product, endpoint and body', async () => {
    const ids = await Promise.all([
      idOf(reading(ended)),
      idOf(reading({ ...ended, jobId: 'job-2' })),
      idOf(reading({ ...ended, phase: 'created' })),
      idOf(reading({ ...ended, phase: 'processing' })),
      idOf(reading({ ...ended, phase: 'deleted' })),
      idOf(reading(ended, 'human')),
      idOf({ ...reading(ended), endpoint: 'second' }),
      idOf(reading('body')),
      idOf(reading('body'), { body: '{ }' }),
      idOf(reading({ ...ended, jobId: 'job-1","phase":"ended' })),
    ])
    expect(new Set(ids).size).toBe(ids.length)
  })
})
