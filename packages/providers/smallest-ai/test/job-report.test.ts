import { inspect } from 'node:util'
import { createReceiver } from '@stt-webhooks/core'
import { smallestAi } from '@stt-webhooks/smallest-ai'
import { type SmallestAiFakeJob, simulator } from '@stt-webhooks/smallest-ai/testing'
import { deliver, jsonAnswer } from '@stt-webhooks/testing'
import { describe, expect, it } from 'vitest'
import { canary, idOf, listing, type Report, sample } from './support/listing.ts'

async function listed(job: Omit<SmallestAiFakeJob, 'id'>): Promise<readonly Report[]> {
  const one = await listing()
  one.api.addJob({ id: 'a', ...job })
  return (await one.walk()).pages.flat()
}

describe('a report', () => {
  it('analytics-webhook-logs-page.json, analytics-asr-logs-page.json → transcript.completed with its text', async () => {
    const one = await listing()
    const id = '36e977cf-d027-4fe2-b9ae-733d4f26c239'
    const requests = JSON.parse(JSON.stringify(sample('analytics-asr-logs-page.json')))
    requests.data[0].request_id = id
    const deliveries = JSON.parse(JSON.stringify(sample('analytics-webhook-logs-page.json')))
    one.api.fail(jsonAnswer({ ...deliveries, totalPages: 1 }), jsonAnswer(requests))
    const text = 'hello what are your plans today'
    const { webhook_url: _, ...delivery } = deliveries.data[0]
    expect((await one.walk()).pages.flat()).toEqual([
      {
        jobId: id,
        product: 'transcription',
        state: 'ended',
        notification: { delivered: false, reason: 'Request failed with status code 503' },
        event: {
          key: { jobId: id, phase: 'ended' },
          event: {
            type: 'transcript.completed',
            provider: 'smallest-ai',
            product: 'transcription',
            jobId: id,
            metadata: {},
            language: 'en',
            duration: 44.03,
            transcripts: [{ text, language: 'en', duration: 44.03, words: [], utterances: [], speakers: [] }],
            raw: {
              form: 'log',
              request: requests.data[0],
              // The path of a callback URL may be its token.
              delivery: { ...delivery, webhook_url: 'https://your-app.example.com/' },
            },
          },
        },
      },
    ])
  })

  const outcomes = [
    [{ status: 'lost' }, [{ state: 'ended', notification: { delivered: false } }]],
    [
      { status: 'lost', request: { transcription: '' } },
      [{ event: { event: { transcripts: [{ text: '' }] } } }],
    ],
    [{ status: 'deleted' }, [{ state: 'deleted', event: undefined, notification: { delivered: false } }]],
    [{ status: 'lost', request: { transcription: null } }, [{ state: 'deleted', event: undefined }]],
    [{ status: 'pending' }, [{ state: 'running', event: undefined, notification: undefined }]],
    [{ status: 'lost', delivery: { status: 'queued' } }, [{ state: 'running', event: undefined }]],
    [{ status: 'lost', delivery: { event_type: 'asr.failed' } }, [{ state: 'ended', event: undefined }]],
    [{ status: 'delivered' }, []],
    [{ status: 'processing' }, []],
  ] as const
  it.each(outcomes)('of %j is %j', async (job, expected) => {
    const reports = await listed(job)
    expect(reports.map((one) => ({ event: undefined, ...one }))).toMatchObject(expected)
  })

  const reasons = [
    [{}, 'Request failed with status code 503'],
    [{ error: '' }, 'Status 503'],
    [{ error: null, response_status_code: null }, undefined],
    [
      { error: `Request to https://a.example.com/hook/${canary}?x=1 failed` },
      'Request to https://a.example.com failed',
    ],
    [{ error: 'connect to https://[ failed' }, 'connect to *** failed'],
  ] as const
  it.each(reasons)('of a webhook with %j names the reason %j', async (delivery, reason) => {
    expect(await listed({ status: 'lost', delivery })).toMatchObject([
      { notification: { delivered: false, reason } },
    ])
  })

  it('has the query of the callback URL as the webhook has it, and no token', async () => {
    const urls = [
      `https://example.com/webhooks/stt/smallest-ai/${canary}?order=7`,
      `https://example.com/webhooks/stt/smallest-ai?order=7&token=${canary}`,
      `https://example.com/webhooks/stt/smallest-ai?order=7&callback=cb1.eyJ4Ijo3fQ.${canary}`,
      `https://example.com/webhooks/stt/smallest-ai/cb1.eyJ4Ijo3fQ.${canary}?order=7`,
      `https://me:${canary}@example.com/webhooks?order=7`,
    ]
    for (const webhookUrl of urls) {
      const [report] = await listed({ status: 'lost', webhookUrl })
      expect(report?.event?.event.metadata).toEqual({ order: '7' })
      expect(inspect(report, { depth: 12 })).not.toContain(canary)
    }
  })

  it('keeps nothing of a URL that is none', async () => {
    const [report] = await listed({ status: 'lost', webhookUrl: `/hook/${canary}` })
    expect(report).toMatchObject({ state: 'ended' })
    expect(inspect(report, { depth: 12 })).not.toContain(canary)
  })
})

describe('one job', () => {
  it('is found in both logs', async () => {
    const one = await listing()
    one.api.addJob({ id: 'a', status: 'lost' })
    expect(await one.job('a')).toEqual((await one.walk()).pages.flat()[0])
    expect(one.asked().slice(0, 2)).toEqual(['webhooks 1', 'asr 1'])
  })

  it('is told by its last attempt', async () => {
    const one = await listing()
    one.api.addJob({ id: 'a', status: 'delivered', attempt: 3, everyAttempt: true })
    expect(await one.job('a')).toMatchObject({ state: 'ended', notification: { delivered: true } })
  })

  const outcomes = [
    ['pending', { state: 'running', event: undefined }, ['webhooks 1']],
    ['deleted', { state: 'deleted', event: undefined }, ['webhooks 1', 'asr 1']],
    ['delivered', { state: 'ended', notification: { delivered: true } }, ['webhooks 1', 'asr 1']],
    ['processing', { state: 'running', event: undefined }, ['webhooks 1', 'asr 1']],
  ] as const
  it.each(outcomes)('that is %s is %j', async (status, expected, asked) => {
    const one = await listing()
    one.api.addJob({ id: 'a', status })
    expect({ event: undefined, ...(await one.job('a')) }).toMatchObject(
      status === 'delivered' ? { ...expected, event: { key: { jobId: 'a', phase: 'ended' } } } : expected,
    )
    expect(one.asked()).toEqual(asked)
  })

  it('that nobody knows is not said to be lost: it may be in work', async () => {
    expect(await (await listing()).job('unknown')).toEqual({
      jobId: 'unknown',
      product: 'transcription',
      state: 'running',
      notification: undefined,
    })
  })

  it('whose webhook was never sent has its text all the same', async () => {
    const one = await listing()
    one.api.addJob({ id: 'a', status: 'lost' })
    one.api.fail(jsonAnswer({ data: [], totalPages: 0 }))
    const report = await one.job('a')
    expect(report).toMatchObject({ state: 'ended', notification: undefined })
    expect(report?.event?.event).toMatchObject({ transcripts: [{ text: 'Hello world.' }] })
  })

  it('of a self-hosted service is not asked for', async () => {
    const one = await listing()
    const report = await one.job({ jobId: 'job_1', product: 'self-host' })
    expect(report).toEqual({ jobId: 'job_1', product: 'self-host', state: 'running' })
    expect(one.asked()).toEqual([])
  })

  it('that meets trouble is in no state', async () => {
    const one = await listing()
    one.api.fail(401)
    await expect(one.job('a')).rejects.toMatchObject({ code: 'api_key_refused' })
  })
})

describe('an event of the logs', () => {
  const receiver = createReceiver([smallestAi({ secret: 's3cret' })])
  receiver.onAny(() => {})

  it('has the id and the product of the webhook of Pulse Pro', async () => {
    const { events } = await deliver(receiver, simulator({ secret: 's3cret' }).completed({ jobId: 'a' }))
    const [report] = await listed({ status: 'lost' })
    expect(events).toMatchObject([{ product: report?.product, type: report?.event?.event.type }])
    expect(events.map(({ id }) => id)).toEqual([report && idOf(report)])
  })

  it('cannot have that of Pulse, whose webhooks name no job: it is told only of those that were lost', async () => {
    const { events } = await deliver(receiver, simulator({ secret: 's3cret' }).simulate('pulse.success'))
    const [report] = await listed({ status: 'lost', model: 'pulse' })
    expect(report?.event?.key).toEqual({ jobId: 'a', phase: 'ended' })
    expect(events.map(({ id }) => id)).not.toEqual([report && idOf(report)])

    const one = await listing()
    one.api.addJob({ id: 'b', status: 'delivered', model: 'pulse' })
    expect(await one.job('b')).toEqual({
      jobId: 'b',
      product: 'transcription',
      state: 'ended',
      notification: { delivered: true },
    })
  })

  it('has what of the transcript was logged', async () => {
    const transcript = {
      text: 'Good morning.',
      language: 'en',
      duration: 2,
      words: [{ text: 'Good', start: 0, end: 1 }],
      utterances: [],
      speakers: ['A'],
    }
    const [report] = await listed({ status: 'lost', transcript })
    expect(report?.event?.event).toMatchObject({
      raw: { form: 'log' },
      transcripts: [{ text: 'Good morning.', language: 'en', duration: 2, words: [], speakers: [] }],
    })
  })
})
