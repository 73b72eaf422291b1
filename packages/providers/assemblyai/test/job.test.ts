import { inspect } from 'node:util'
import { eventId, type ReadEvent } from '@stt-webhooks/core/provider'
import { jsonAnswer } from '@stt-webhooks/testing'
import { describe, expect, it } from 'vitest'
import { account } from './support/account.ts'
import { bench, canary, simulate } from './support/bench.ts'

const callback = { webhook_url: 'https://example.com/webhooks/stt/assemblyai?order=7' }

/** The id that an event of the sweep gets: its body is nobody's. */
function idOf(read: ReadEvent | undefined): string | undefined {
  return read && eventId('assemblyai', read.event.product, read.key, new Uint8Array())
}

describe('a job that is asked for', () => {
  it('has the event of its notice, with the same id', async () => {
    const one = await bench()
    one.api.addJob({ id: 'a', status: 'completed' })
    const [told] = (await one.receive(simulate.completed({ jobId: 'a' }))).events
    const other = await account()
    other.api.addJob({ id: 'a', status: 'completed', fields: callback })
    const report = await other.get({ jobId: 'a' })
    expect(report).toEqual({
      jobId: 'a',
      product: 'transcript',
      state: 'ended',
      event: {
        key: { jobId: 'a', phase: 'ended' },
        event: {
          type: 'transcript.completed',
          provider: 'assemblyai',
          product: 'transcript',
          jobId: 'a',
          metadata: { order: '7' },
          language: 'en_us',
          duration: 281,
          raw: { transcript_id: 'a', status: 'completed' },
        },
      },
      notification: { delivered: true },
    })
    expect(told).toMatchObject({ metadata: { order: '7' }, raw: report?.event?.event.raw })
    expect(idOf(report?.event)).toBe(told?.id)
    expect(other.api.requests).toHaveLength(1)
  })

  it('has the failure of its notice, with the same id and the reason', async () => {
    const error = 'Audio duration is too short.'
    const one = await bench()
    one.api.addJob({ id: 'a', status: 'error', error })
    const [told] = (await one.receive(simulate.failed({ jobId: 'a' }))).events
    const other = await account()
    other.api.addJob({ id: 'a', status: 'error', error, fields: callback })
    const report = await other.get({ jobId: 'a', product: 'transcript' })
    expect(report?.event?.event).toMatchObject({ error: { code: 'audio_too_short' } })
    expect(told).toMatchObject(report?.event?.event ?? { type: 'none' })
    expect(idOf(report?.event)).toBe(told?.id)
  })

  it.each(['queued', 'processing'] as const)('is not waited for while it is %s', async (status) => {
    const one = await account()
    one.api.addJob({ id: 'a', status })
    expect(await one.get({ jobId: 'a' })).toEqual({ jobId: 'a', product: 'transcript', state: 'running' })
    expect(one.api.requests).toHaveLength(1)
  })

  it('runs as far as we know if its status is not one we know', async () => {
    const one = await account()
    one.api.addJob({ id: 'a', status: 'completed', fields: { status: 'throttled' } })
    expect(await one.get({ jobId: 'a' })).toMatchObject({ state: 'running' })
  })

  it('has no event once it was deleted: its status stays completed', async () => {
    const one = await account()
    one.api.addJob({ id: 'a', status: 'deleted' })
    expect(await one.get({ jobId: 'a' })).toEqual({ jobId: 'a', product: 'transcript', state: 'deleted' })
  })

  it("is not known once it expired, nor if it is another account's, and that is asked three times", async () => {
    const one = await account()
    one.api.addJob({ id: 'a', status: 'completed' })
    one.api.expireJob('a')
    expect(await one.get({ jobId: 'a' })).toBeUndefined()
    expect(await one.get({ jobId: 'somebody-elses' })).toBeUndefined()
    expect(one.api.requests).toHaveLength(6)
    one.api.fail({ status: 410 })
    expect(await one.get({ jobId: 'a' })).toBeUndefined()
    expect(one.api.requests).toHaveLength(7)
  })

  it.each(['streaming', 'redacted-audio'])('cannot be of the product %s', async (product) => {
    const one = await account()
    await expect(one.get({ jobId: 'a', product })).rejects.toMatchObject({ code: 'no_transcript' })
    expect(one.api.requests).toEqual([])
  })

  const answers = [
    ['no transcript', jsonAnswer([]), 'api_answer'],
    ['401 as HTML', { status: 401, body: '<html>' }, 'api_key_refused'],
    ['400', jsonAnswer({ error: 'Your current account balance is negative.' }, 400), 'api_answer'],
  ] as const
  it.each(answers)('is not given up for lost because of %s', async (_, answer, code) => {
    const one = await account()
    one.api.fail(answer)
    await expect(one.get({ jobId: 'a' })).rejects.toMatchObject({ code })
  })

  it('is not given up for lost while the API is in trouble', async () => {
    const one = await account()
    one.api.addJob({ id: 'a', status: 'completed' })
    one.api.fail({ status: 500 }, { status: 502 }, { status: 503 }, 'reset')
    await expect(one.get({ jobId: 'a' })).rejects.toMatchObject({ code: 'api_unavailable' })
    one.api.limitRate(3)
    expect(await one.get({ jobId: 'a' })).toMatchObject({ state: 'ended' })
    expect(one.clock.slept.at(-1)).toBe(3_000)
  })
})

describe('what AssemblyAI says of its webhook', () => {
  const url = callback.webhook_url
  const outcomes = [
    [url, 200, { delivered: true }],
    [url, 204, { delivered: true }],
    [url, 302, { delivered: false, reason: 'AssemblyAI got the answer 302 to its webhook' }],
    [url, 401, { delivered: false, reason: 'AssemblyAI got the answer 401 to its webhook' }],
    [url, null, { delivered: false, reason: 'AssemblyAI got no answer to its webhook' }],
    [null, null, undefined],
  ] as const
  it.each(outcomes)('%s, answered %s', async (webhook_url, webhook_status_code, notification) => {
    const one = await account()
    for (const status of ['completed', 'error'] as const) {
      one.api.addJob({ id: 'a', status, fields: { webhook_url, webhook_status_code } })
      const report = await one.get({ jobId: 'a' })
      expect(report?.notification).toEqual(notification)
      expect(report?.event?.key).toEqual({ jobId: 'a', phase: 'ended' })
    }
  })
})

describe('the event of a job', () => {
  const token = `cb1.${canary}.${canary}`
  const urls = [
    `https://example.com/stt/assemblyai?order=7&callback=${token}&file=https%3A%2F%2Fa.b%2Fc%3Fsig%3D${canary}`,
    `https://example.com/stt/assemblyai/${token}?order=7`,
    `https://me:${canary}@example.com/stt/assemblyai?order=7`,
  ]
  it.each(urls)('keeps nothing that opens something: %s', async (webhook_url) => {
    const one = await account()
    const fields = { webhook_url, audio_url: `https://a.b/c.mp3?signature=${canary}` }
    for (const status of ['completed', 'error'] as const) {
      one.api.addJob({ id: status, status, fields })
      const report = await one.get({ jobId: status })
      expect(report?.event?.event.metadata).toEqual({ order: '7' })
      expect(inspect([report, await one.list()], { depth: 9 })).not.toContain(canary)
    }
  })

  it.each(['http://', 7, ''])('has no metadata where the callback URL is %j', async (webhook_url) => {
    const one = await account()
    one.api.addJob({ id: 'a', status: 'completed', fields: { webhook_url } })
    expect((await one.get({ jobId: 'a' }))?.event?.event.metadata).toEqual({})
  })
})
