import { inspect } from 'node:util'
import { createApiClient, path } from '@stt-webhooks/api-client'
import { createReceiver } from '@stt-webhooks/core'
import { type RevAiApiOptions, revAi } from '@stt-webhooks/rev-ai'
import { apiFixtures } from '@stt-webhooks/rev-ai/testing'
import { deliver, type FakeAnswer, fakeEvent, jsonAnswer } from '@stt-webhooks/testing'
import { describe, expect, it } from 'vitest'
import { createRevAiApi } from '../src/api.ts'
import { bench, canary, fetched, notice, simulate } from './support/bench.ts'

const documented = 'Umx5c6F7pH7r'
const trouble = { status: 503 }

/** An answer of the documentation, with the status that its name tells. */
function sample(file: string): FakeAnswer {
  const bytes = apiFixtures.find((fixture) => fixture.file === file)?.bytes
  return { status: Number(/\d{3}/.exec(file)?.[0] ?? 200), body: bytes }
}

describe('the transcript of a transcribed job', () => {
  it('is asked for once, as JSON, with the key as a bearer', async () => {
    const one = await bench()
    expect((await fetched(one, simulate.completed())).text).toMatch(/^Hello World\./)
    expect(one.api.requests).toMatchObject([
      {
        method: 'GET',
        path: `/speechtotext/v1/jobs/${documented}/transcript`,
        headers: {
          host: 'api.rev.ai',
          authorization: `Bearer ${canary}`,
          accept: 'application/vnd.rev.transcript.v1.0+json',
        },
      },
    ])
  })

  it('is asked for by a human transcription too', async () => {
    const one = await bench()
    await fetched(one, simulate.simulate('human.transcribed'))
    expect(one.api.requests).toHaveLength(1)
  })

  it('has the language and the duration of the notice', async () => {
    const one = await bench()
    const { language, duration } = await fetched(
      one,
      notice({ id: documented, language: 'es', duration_seconds: 356.24 }),
    )
    expect({ language, duration }).toEqual({ language: 'es', duration: 356.24 })
  })

  it('has channels where the job was submitted with channels', async () => {
    const one = await bench()
    const many = await fetched(one, notice({ id: documented, speaker_channels_count: 2 }))
    expect(many.utterances.map(({ speaker, channel }) => [speaker, channel])).toEqual([
      ['1', '1'],
      ['2', '2'],
    ])
    const single = await fetched(one, notice({ id: documented, status: 'transcribed', type: 'human_tc' }))
    expect(single.utterances.map(({ channel }) => channel)).toEqual([undefined, undefined])
  })

  it('is asked of the region that was configured', async () => {
    const one = await bench({ region: 'eu' }, { region: 'eu' })
    await fetched(one, simulate.completed())
    expect(one.api.requests[0]?.headers['host']).toBe('ec1.api.rev.ai')
  })

  it('keeps an id in its place', async () => {
    const one = await bench()
    one.api.addJob({ id: '../a?b=/c', status: 'transcribed' })
    await fetched(one, simulate.completed({ jobId: '../a?b=/c' }))
    expect(one.api.requests[0]?.path).toBe('/speechtotext/v1/jobs/..%2Fa%3Fb%3D%2Fc/transcript')
  })

  it('comes although the API was in trouble', async () => {
    const one = await bench()
    one.api.fail(trouble, 'reset', 'truncated')
    await fetched(one, simulate.completed())
    expect(one.api.requests).toHaveLength(4)
  })

  it('comes after a rate limit, which Rev AI gives without a time', async () => {
    const one = await bench()
    one.api.fail({ status: 429 })
    await fetched(one, simulate.completed())
    expect(one.clock.slept).toHaveLength(1)
  })

  it('is waited for while the job is not ready', async () => {
    const one = await bench()
    one.api.fail(sample('error.409.json'), sample('error.409.json'))
    await fetched(one, simulate.completed())
    expect(one.api.requests).toHaveLength(3)
  })

  it('is fetched with the redelivery if the API was down for longer', async () => {
    const one = await bench()
    one.api.fail(trouble, trouble, trouble, trouble)
    expect(await one.receive(simulate.completed())).toMatchObject({
      status: 503,
      handlers: [{ error: { code: 'api_unavailable' } }],
    })
    expect((await one.receive(simulate.completed())).status).toBe(200)
    expect(one.transcripts).toHaveLength(1)
  })
})

describe('a transcript that there is not', () => {
  it('is gone once the job is deleted, and asked for three times before that is believed', async () => {
    const one = await bench()
    one.api.addJob({ id: 'a', status: 'transcribed' })
    one.api.deleteJob('a')
    expect(await one.failure('a')).toMatchObject({ code: 'transcript_gone', provider: 'rev-ai' })
    expect(one.api.requests).toHaveLength(3)
  })

  it('is not ready if the job is in progress for longer than the deadline', async () => {
    const one = await bench()
    one.api.addJob({ id: 'a', status: 'in_progress' })
    expect(await one.failure('a')).toMatchObject({ code: 'not_ready' })
    one.api.addJob({ id: 'a', status: 'transcribed' })
    expect((await one.receive(simulate.completed({ jobId: 'a' }))).status).toBe(200)
  })

  const answers: readonly (readonly [string, string, FakeAnswer])[] = [
    ['error.400.json', 'api_answer', sample('error.400.json')],
    ['error.401.json', 'api_key_refused', sample('error.401.json')],
    ['403, for an account of another region', 'api_key_refused', { status: 403 }],
    ['406', 'api_answer', { status: 406 }],
    ['a job', 'api_answer', sample('job.get.transcribed.json')],
    ['a list', 'api_answer', jsonAnswer([])],
    ['monologues that are none', 'api_answer', jsonAnswer({ monologues: null })],
  ]
  it.each(answers)('%s → %s, asked once', async (_, code, answer) => {
    const one = await bench()
    one.api.fail(answer)
    expect(await one.failure(documented)).toMatchObject({ code, provider: 'rev-ai' })
    expect(one.api.requests).toHaveLength(1)
  })

  it('is not asked for by analyses, whose jobs are under other roots', async () => {
    const one = await bench()
    const { fetch } = createRevAiApi({ apiKey: canary, transport: one.api.transport })
    const { signal } = new AbortController()
    const aligned = fakeEvent('job.completed', { provider: 'rev-ai', product: 'alignment', jobId: 'a' })
    await expect(fetch?.(aligned, { signal })).rejects.toMatchObject({ code: 'no_transcript' })
    expect(one.api.requests).toEqual([])
  })
})

describe('the API key', () => {
  it('is missed only by those who want a transcript', async () => {
    const one = await bench({ apiKey: undefined })
    expect(await one.receive(simulate.completed())).toMatchObject({
      status: 503,
      events: [{ type: 'transcript.completed' }],
      handlers: [{ error: { code: 'api_key_missing', message: expect.stringContaining('Set `apiKey`') } }],
    })
    const receiver = createReceiver([revAi({ secret: 's3cret' })])
    receiver.on('transcript.completed', () => {})
    expect((await deliver(receiver, simulate.completed())).status).toBe(200)
    expect(one.api.requests).toEqual([])
  })

  it('that is wrong is named, and the event is not lost', async () => {
    const one = await bench({ apiKey: `${canary}x` })
    const { status, handlers } = await one.receive(simulate.completed())
    expect(status).toBe(503)
    expect(handlers).toMatchObject([
      { error: { code: 'api_key_refused', message: expect.stringContaining('`apiKey`') } },
    ])
    expect(one.api.requests).toHaveLength(1)
  })

  it('is nowhere but in requests to Rev AI', async () => {
    const one = await bench()
    one.api.fail(
      { status: 401 },
      { status: 400 },
      { status: 302, headers: { location: 'https://a.example/' } },
    )
    const failures = [await one.failure('a'), await one.failure('b'), await one.failure('c')]
    await one.failure('d')
    await one.receive(simulate.completed())
    expect(failures).toMatchObject([
      { code: 'api_key_refused' },
      { code: 'api_answer' },
      { code: 'unsafe_url' },
    ])
    expect(inspect([one.seen, failures, one.transcripts], { depth: Infinity })).not.toContain(canary)
    expect(new Set(one.api.requests.map(({ headers }) => headers['host']))).toEqual(new Set(['api.rev.ai']))
  })

  const unusable: readonly (readonly [string, RevAiApiOptions])[] = [
    ['is empty', { apiKey: '' }],
    ['is empty or blank', { apiKey: ' ' }],
    ['starts with "Bearer "', { apiKey: 'Bearer abc' }],
  ]
  it.each(unusable)('refuses a key that %s', (reason, options) => {
    expect(() => revAi({ secret: 's', ...options })).toThrow(reason)
  })

  it('refuses a region that Rev AI has not', () => {
    const create = () => Reflect.apply(revAi, undefined, [{ secret: 's', region: 'asia' }])
    expect(create).toThrow('[rev-ai] "asia" is not a region of Rev AI. Set `region` to one of us, eu.')
  })
})

describe('the fake of the API', () => {
  it('answers for jobs as Rev AI does', async () => {
    const { api, clock } = await bench()
    const base = 'https://api.rev.ai/speechtotext/v1'
    const authorize = () => ({ authorization: `Bearer ${canary}` })
    const client = createApiClient({
      provider: 'rev-ai',
      base,
      authorize,
      transport: api.transport,
      isGone: () => false,
      clock,
    })
    api.addJob({ id: 'a', status: 'failed', fields: { failure: 'empty_media' } })
    expect(await client.json(path`/jobs/a`)).toMatchObject({ status: 'failed', failure: 'empty_media' })
    expect(await client.json(path`/jobs/${documented}`)).toMatchObject({ duration_seconds: 356.24 })
    await expect(client.json(path`/jobs/a/transcript`)).rejects.toMatchObject({ code: 'not_ready' })
    await expect(client.json(path`/jobs/b`)).rejects.toThrow('answered 404')
    await expect(client.json(path`/account`)).rejects.toThrow('answered 404')
  })

  it('sends back the transcript that a test gives it', async () => {
    const one = await bench()
    const transcript = {
      text: 'Hello.',
      words: [{ text: 'Hello.', start: 0.5, end: 1, confidence: 0.9, speaker: 'Ada' }],
      utterances: [{ text: 'Hello.', start: 0.5, end: 1, speaker: 'Ada' }],
      speakers: ['Ada'],
    }
    one.api.addJob({ id: 'a', status: 'transcribed', transcript })
    expect(await fetched(one, notice({ id: 'a' }))).toEqual(transcript)
  })
})
