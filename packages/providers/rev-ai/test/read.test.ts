import { createReceiver } from '@stt-webhooks/core'
import { revAi } from '@stt-webhooks/rev-ai'
import { simulator } from '@stt-webhooks/rev-ai/testing'
import { deliver } from '@stt-webhooks/testing'
import { describe, expect, it } from 'vitest'

const simulate = simulator({ secret: 's3cret', url: '/webhooks/stt/rev-ai?order=7' })
const silent = { info() {}, warn() {}, error() {} }

async function read(job: Record<string, unknown>, envelope = 'job') {
  const receiver = createReceiver([revAi({ secret: 's3cret' })], { logger: silent })
  receiver.onAny(() => {})
  const { events } = await deliver(
    receiver,
    simulate.completed({ body: JSON.stringify({ [envelope]: job }) }),
  )
  return events[0]
}

describe('the reader of Rev AI', () => {
  it('takes a job without a type for a transcription, unless its word for success is that of an analysis', async () => {
    expect(await read({ id: 'a', status: 'transcribed' })).toMatchObject({
      type: 'transcript.completed',
      product: 'async',
    })
    expect(await read({ id: 'a', status: 'failed' })).toMatchObject({
      type: 'transcript.failed',
      product: 'async',
    })
    expect(await read({ id: 'a', status: 'completed' })).toMatchObject({
      type: 'job.completed',
      product: 'analysis',
    })
  })

  it('tells human from machine transcription', async () => {
    expect(await read({ id: 'a', status: 'transcribed', type: 'human_tc' })).toMatchObject({
      product: 'human',
    })
  })

  it.each([
    ['job', 'async', 'transcript.progressed'],
    ['job', 'sentiment_analysis', 'job.progressed'],
    ['custom_vocabulary', undefined, 'job.progressed'],
  ])('reads in_progress of %s %s as %s', async (envelope, type, expected) => {
    expect(await read({ id: 'a', status: 'in_progress', type }, envelope)).toMatchObject({
      type: expected,
      phase: 'processing',
      jobId: 'a',
    })
  })

  it.each([
    ['job', { id: 'a', status: 'paused', type: 'async' }],
    ['job', { id: 'a', status: 'paused', type: 'alignment' }],
    ['job', { id: 'a', status: 'transcribed', type: 'stream' }],
    ['job', { id: 7, status: 'transcribed' }],
    ['custom_vocabulary', { id: 'a', status: 'completed' }],
    ['order', { order_number: 'TC1' }],
  ])('calls %s %j unrecognized, never running or done', async (envelope, job) => {
    expect((await read(job, envelope))?.type).toBe('webhook.unrecognized')
  })

  it('opens metadata that is a JSON object, and keeps any other text as it is', async () => {
    const base = { id: 'a', status: 'transcribed' }
    expect((await read({ ...base, metadata: '{"user":42,"order":"8"}' }))?.metadata).toEqual({
      order: '8',
      user: 42,
    })
    expect((await read({ ...base, metadata: 'plain' }))?.metadata).toEqual({ order: '7', metadata: 'plain' })
    expect((await read({ ...base, metadata: '[1]' }))?.metadata).toEqual({ order: '7', metadata: '[1]' })
  })

  it.each([
    ['insufficient_balance', 'account', false],
    ['internal_processing', 'provider', true],
    ['download_failure', 'input', true],
    ['empty_media', 'input', false],
    ['unspecified', 'unknown', false],
    [undefined, 'unknown', false],
  ])('files the failure %s under %s', async (failure, category, retryable) => {
    const event = await read({ id: 'a', status: 'failed', failure })
    expect(event).toMatchObject({ type: 'transcript.failed', error: { category, retryable } })
  })

  it('refuses a secret that repeats the scheme, because the header would need it twice', () => {
    expect(() => revAi({ secret: 'Bearer abc' })).toThrow(
      '[stt-webhooks] [rev-ai] `secret` starts with "Bearer "',
    )
    expect(() => revAi({ secret: 'Basic abc', scheme: 'Basic' })).toThrow('starts with "Basic "')
  })
})
