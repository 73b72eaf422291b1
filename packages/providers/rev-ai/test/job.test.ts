import { inspect } from 'node:util'
import { createReceiver } from '@stt-webhooks/core'
import { eventId, isRecord, type ReadEvent } from '@stt-webhooks/core/provider'
import { revAi } from '@stt-webhooks/rev-ai'
import { fixtures } from '@stt-webhooks/rev-ai/testing'
import { deliver, type Fixture, jsonAnswer } from '@stt-webhooks/testing'
import { describe, expect, it } from 'vitest'
import { account } from './support/account.ts'
import { canary, simulate } from './support/bench.ts'

/** The id that an event of the sweep gets: its body is nobody's. */
function idOf(read: ReadEvent | undefined): string | undefined {
  return read && eventId('rev-ai', read.event.product, read.key, new Uint8Array())
}

/** What becomes of a webhook. */
async function told(body: Uint8Array) {
  const receiver = createReceiver([revAi({ secret: 's3cret' })])
  receiver.onAny(() => {})
  const [event] = (await deliver(receiver, simulate.completed({ body }))).events
  if (event === undefined) throw new Error('nothing was told')
  return event
}

/** What the API has of the same job: the notice without its envelope. */
function jobIn({ bytes }: Fixture): unknown {
  const notice: unknown = JSON.parse(new TextDecoder().decode(bytes))
  return isRecord(notice) ? (notice['job'] ?? notice['custom_vocabulary']) : undefined
}

describe('the event of a job', () => {
  it.each(fixtures.map((fixture) => [fixture.file, fixture] as const))(
    'is that of its notice, with the same id: %s',
    async (_, fixture) => {
      const { id, raw, metadata, occurredAt, type, jobId = '', product } = await told(fixture.bytes)
      const one = await account()
      one.api.fail(jsonAnswer(jobIn(fixture)))
      const asked = await one.get({ jobId, product })
      expect(asked).toMatchObject({
        jobId,
        product,
        state: 'ended',
        event: { event: { type, product, jobId, metadata, occurredAt } },
      })
      expect(raw).toMatchObject(asked?.event?.event.raw ?? { none: true })
      expect(idOf(asked?.event)).toBe(id)

      const [empty, list] = [jsonAnswer([]), jsonAnswer([jobIn(fixture)])]
      const [path = ''] = one.api.requests.map((request) => request.path.replace(/\/[^/]+$/, ''))
      await one.list()
      const paths = one.api.requests.slice(1).map((request) => request.path)
      one.api.fail(...paths.map((root) => (root === path ? list : empty)))
      expect(await one.list(new Date(0))).toEqual([asked])
    },
  )

  it('is of the product of its root where the job has no type', async () => {
    const one = await account()
    const fields = { type: undefined }
    one.api.addJob({ id: 'a', status: 'failed', product: 'alignment', fields })
    one.api.addJob({ id: 'b', status: 'completed', product: 'topic-extraction', fields })
    one.api.addJob({ id: 'c', status: 'failed', fields })
    expect((await one.list()).map(({ product }) => product)).toEqual([
      'async',
      'topic-extraction',
      'alignment',
    ])
  })

  it('has the metadata of the job and of its callback URL', async () => {
    const one = await account()
    const fields = { metadata: '{"user":42}', callback_url: 'https://example.com/stt/rev-ai?order=7' }
    one.api.addJob({ id: 'a', status: 'transcribed', fields })
    expect((await one.get({ jobId: 'a' }))?.event?.event.metadata).toEqual({ order: '7', user: 42 })
  })

  it('keeps nothing that opens something', async () => {
    const one = await account()
    const token = `cb1.${canary}.${canary}`
    const fields = {
      callback_url: `https://example.com/stt/rev-ai/${canary}?order=7&callback=${token}`,
      notification_config: { url: `https://example.com/stt/rev-ai/${canary}` },
      media_url: `https://a.b/c.mp3?signature=${canary}`,
      source_config: { url: `https://a.b/c.mp3?sig=${canary}`, auth_headers: { Authorization: canary } },
    }
    one.api.addJob({ id: 'a', status: 'transcribed', fields })
    one.api.addJob({ id: 'b', status: 'completed', product: 'alignment', fields })
    one.api.addJob({ id: 'c', status: 'complete', product: 'custom-vocabulary', fields })
    const reports = await one.list()
    expect(reports).toHaveLength(3)
    for (const { event } of reports) expect(event?.event.metadata).toEqual({ order: '7' })
    expect(inspect([reports, await one.get({ jobId: 'a' })], { depth: 9 })).not.toContain(canary)
  })

  it.each(['http://', 7, ''])('has no metadata where the callback URL is %j', async (callback_url) => {
    const one = await account()
    one.api.addJob({ id: 'a', status: 'transcribed', fields: { callback_url } })
    expect((await one.get({ jobId: 'a' }))?.event?.event.metadata).toEqual({})
  })
})

describe('a job that is asked for', () => {
  it('is asked for once, of its product', async () => {
    const one = await account({ products: ['async'] })
    one.api.addJob({ id: 'a', status: 'completed', product: 'language-id' })
    expect(await one.get({ jobId: 'a', product: 'language-id' })).toMatchObject({ state: 'ended' })
    expect(one.api.requests).toMatchObject([{ path: '/languageid/v1/jobs/a' }])
  })

  it('is looked for under every root that is used if nobody knows its product', async () => {
    const one = await account({ products: ['async', 'alignment', 'custom-vocabulary'] })
    one.api.addJob({ id: 'a', status: 'in_progress' })
    one.api.addJob({ id: 'b', status: 'completed', product: 'alignment' })
    expect(await one.get({ jobId: 'a' })).toMatchObject({ product: 'async', state: 'running' })
    expect(one.api.requests).toHaveLength(1)
    expect(await one.get({ jobId: 'b', product: 'analysis' })).toMatchObject({ product: 'alignment' })
    expect(await one.get({ jobId: 'c' })).toBeUndefined()
    // Three times each, before it is believed.
    expect(one.api.requests).toHaveLength(1 + 4 + 9)
  })

  it('is not known once it is deleted, or older than 30 days', async () => {
    let now = Date.UTC(2026, 10, 21)
    const one = await account({}, () => now)
    one.api.addJob({ id: 'a', status: 'transcribed' })
    one.api.addJob({ id: 'b', status: 'transcribed' })
    one.api.deleteJob('a')
    expect(await one.get({ jobId: 'a', product: 'async' })).toBeUndefined()
    expect(await one.get({ jobId: 'b', product: 'async' })).toMatchObject({ state: 'ended' })
    now += 31 * 86_400_000
    expect(await one.get({ jobId: 'b', product: 'async' })).toBeUndefined()
    one.api.fail({ status: 410 })
    expect(await one.get({ jobId: 'b', product: 'async' })).toBeUndefined()
    expect(one.api.requests).toHaveLength(3 + 1 + 3 + 1)
  })

  it('runs as far as we know if it cannot be read', async () => {
    const one = await account()
    one.api.addJob({ id: 'a', status: 'transcribed', fields: { type: 'stream' } })
    one.api.addJob({ id: 'b', status: 'transcribed', fields: { status: 'paused' } })
    expect(await one.get({ jobId: 'a' })).toEqual({ jobId: 'a', product: 'unknown', state: 'running' })
    expect(await one.get({ jobId: 'b', product: 'async' })).toEqual({
      jobId: 'b',
      product: 'async',
      state: 'running',
    })
  })

  const answers = [
    ['no job', jsonAnswer([]), 'api_answer'],
    ['401 as HTML', { status: 401, body: '<html>' }, 'api_key_refused'],
    ['400', { status: 400 }, 'api_answer'],
  ] as const
  it.each(answers)('is not given up for lost because of %s', async (_, answer, code) => {
    const one = await account()
    one.api.fail(answer)
    await expect(one.get({ jobId: 'a' })).rejects.toMatchObject({ code })
    expect(one.api.requests).toHaveLength(1)
  })

  it('is not given up for lost while the API is in trouble', async () => {
    const one = await account()
    one.api.addJob({ id: 'a', status: 'transcribed' })
    one.api.fail({ status: 500 }, { status: 502 }, { status: 503 }, 'reset')
    await expect(one.get({ jobId: 'a' })).rejects.toMatchObject({ code: 'api_unavailable' })
    one.api.fail({ status: 429, headers: { 'retry-after': '3' } })
    expect(await one.get({ jobId: 'a' })).toMatchObject({ state: 'ended' })
    expect(one.clock.slept.at(-1)).toBe(3_000)
  })
})
