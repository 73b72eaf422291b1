import { createReceiver, eventTypes } from '@stt-webhooks/core'
import { fakeEvent } from '@stt-webhooks/testing'
import { describe, expect, it } from 'vitest'
import { signature } from './flawed-providers/credentials.ts'
import { honest } from './flawed-providers/service.ts'

describe('fakeEvent', () => {
  it.each(eventTypes)('makes a complete %s', (type) => {
    const event = fakeEvent(type)
    expect(event).toMatchObject({
      type,
      provider: 'fake',
      endpoint: 'fake',
      product: type === 'transcript.overdue' ? 'expected-job' : 'fake',
      jobId: 'fake-job',
      source: 'webhook',
      verifiedBy: 'secret',
      metadata: {},
      raw: {},
    })
    expect(event.id).toMatch(/^evt_[0-9a-f]{64}$/)
    expect(JSON.parse(JSON.stringify(event))).toEqual(event)
    expect(fakeEvent(type)).toEqual(event)
  })

  it('has what the type needs beyond that', () => {
    expect(fakeEvent('transcript.failed').error).toMatchObject({ category: 'unknown', retryable: false })
    expect(fakeEvent('transcript.ended').reason).toBe('made up')
    expect(fakeEvent('transcript.progressed').phase).toBe('processing')
    expect(fakeEvent('job.failed')).toMatchObject({ kind: 'sentiment', error: { code: 'fake' } })
  })

  it('takes overrides, and names another job by another id', () => {
    const event = fakeEvent('transcript.completed', { jobId: 'job-2', raw: { a: 1 } })
    expect(event).toMatchObject({ jobId: 'job-2', raw: { a: 1 } })
    expect(event.id).not.toBe(fakeEvent('transcript.completed').id)
    expect(fakeEvent('transcript.completed', { id: 'evt_mine' }).id).toBe('evt_mine')
  })

  it('is an event for a receiver', async () => {
    const provider = honest(signature.verifier)({ secret: 's3cret' })
    const transcript = { text: 'Hello.', words: [], utterances: [], speakers: [] }
    const event = fakeEvent('transcript.completed', { transcripts: [transcript] })
    expect(await createReceiver([provider]).transcripts(event)).toEqual([transcript])
  })
})
