import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { inspect } from 'node:util'
import { createReceiver } from '@stt-webhooks/core'
import {
  type SpeechmaticsApiOptions,
  type SpeechmaticsRegion,
  speechmatics,
} from '@stt-webhooks/speechmatics'
import { apiFixtures, fixtures } from '@stt-webhooks/speechmatics/testing'
import { deliver, jsonAnswer } from '@stt-webhooks/testing'
import { describe, expect, it } from 'vitest'
import { bench, canary, failed, fetched, sample, sampleAnswer, simulate, thin } from './support/bench.ts'

const done = 'a81ko4eqjl'
const running = 'yjbmf9kqub'
const trouble = { status: 503 }
const minute = 60_000

describe('the transcript of a job that is done', () => {
  it('is asked for once, as json-v2, without waiting, with the key in the header', async () => {
    const one = await bench()
    await fetched(one, done)
    const [request, ...more] = one.api.requests
    expect(more).toEqual([])
    expect(request).toMatchObject({
      method: 'GET',
      path: `/v2/jobs/${done}/transcript`,
      headers: { host: 'asr.api.speechmatics.com', authorization: `Bearer ${canary}` },
    })
    expect(Object.fromEntries(request?.query ?? [])).toEqual({ format: 'json-v2', wait: '0' })
  })

  it('api-transcript.json → 13 words of S1, S2 and nobody known, en, 6 s', async () => {
    const one = await bench()
    const transcript = await fetched(one, done)
    expect(transcript).toMatchObject({ language: 'en', duration: 6, speakers: ['S1', 'S2', 'UU'] })
    expect(transcript.words).toHaveLength(13)
  })

  it('api-create-job-wait-done-201.json → "Good morning. The parcel left today.", nobody known, en, 4 s', async () => {
    const one = await bench()
    one.api.fail(jsonAnswer(JSON.parse(sample('api-create-job-wait-done-201.json'))['json-v2']))
    const transcript = await fetched(one, 'a')
    expect(transcript).toMatchObject({ language: 'en', duration: 4, speakers: [], utterances: [] })
    expect(transcript.text).toBe('Good morning. The parcel left today.')
    expect(transcript.words.map(({ text }) => text)).toEqual([
      'Good',
      'morning.',
      'The',
      'parcel',
      'left',
      'today.',
    ])
  })

  const results = fixtures.filter(({ file, events }) => file.endsWith('.json') && events[0]?.['transcripts'])
  it.each(results.map(({ file, bytes, query }) => ({ file, bytes, query })))(
    '$file is the same whether it comes or is fetched',
    async ({ bytes, query }) => {
      const one = await bench()
      const jobId = new URLSearchParams(query).get('id') ?? ''
      one.api.fail({ body: bytes, headers: { 'content-type': 'application/vnd.speechmatics.v2+json' } })
      const transcript = await fetched(one, jobId)
      const { events } = await one.receive(simulate.completed({ jobId, body: bytes }))
      expect(events).toMatchObject([{ transcripts: [transcript] }])
    },
  )

  it('is what a test gives the fake API', async () => {
    const one = await bench()
    const words = [{ text: 'Hi.', start: 0, end: 0.4, confidence: 0.8, speaker: 'S1', channel: undefined }]
    one.api.addJob({
      id: 'a',
      status: 'done',
      transcript: { text: 'Hi.', language: 'en', duration: 1, words, utterances: [], speakers: ['S1'] },
    })
    expect(await fetched(one, 'a')).toMatchObject({ text: 'Hi.', words, speakers: ['S1'], duration: 1 })
  })

  const regions: readonly SpeechmaticsRegion[] = ['eu1', 'eu2', 'us1', 'us2', 'au1']
  it.each(regions)('is asked of the region %s, and of no other', async (region) => {
    const one = await bench({ region }, { region })
    await fetched(one, done)
    expect(one.api.requests[0]?.headers['host']).toBe(`${region}.asr.api.speechmatics.com`)
  })

  it('keeps an id in its place', async () => {
    const one = await bench()
    one.api.addJob({ id: '../a?b=/c', status: 'done' })
    await fetched(one, '../a?b=/c')
    expect(one.api.requests[0]?.path).toBe('/v2/jobs/..%2Fa%3Fb%3D%2Fc/transcript')
  })

  it('comes although the API was in trouble', async () => {
    const one = await bench()
    one.api.fail(500, 'reset', 'truncated')
    await fetched(one, done)
    expect(one.api.requests).toHaveLength(4)
  })

  it('waits as long as a rate limit says', async () => {
    const one = await bench()
    one.api.fail({ ...sampleAnswer('error-429.json'), headers: { 'retry-after': '7' } })
    await fetched(one, done)
    expect(one.clock.slept).toEqual([7_000])
  })

  it('is fetched with the redelivery if the API was down for longer', async () => {
    const one = await bench()
    one.api.fail(500, 500, 429, trouble)
    expect(await one.receive(thin(done))).toMatchObject({
      status: 503,
      handlers: [{ error: { code: 'api_unavailable' } }],
    })
    expect((await one.receive(thin(done))).status).toBe(200)
    expect(one.transcripts).toHaveLength(1)
  })
})

describe('a transcript that is not there', () => {
  it.each([404, 409, 425])('yet (%i) is waited for', async (status) => {
    const one = await bench()
    one.api.fail({ status }, { status }, { status }, { status }, { status })
    expect((await fetched(one, done)).words).toHaveLength(13)
    expect(one.api.requests).toHaveLength(6)
  })

  it('at the deadline is not ready, and comes with the redelivery', async () => {
    const one = await bench()
    expect(await one.failure(running)).toMatchObject({ code: 'not_ready' })
    expect(one.api.requests.length).toBeGreaterThan(4)
    one.api.addJob({ id: running, status: 'done' })
    expect((await one.receive(thin(running))).status).toBe(200)
  })

  it('a minute after the notice is gone, asked three times', async () => {
    const one = await bench({ ageMs: minute })
    expect(await one.failure('unknown')).toMatchObject({ code: 'transcript_gone' })
    expect(one.api.requests).toHaveLength(3)
  })

  it('is gone as soon as the minute is over while it is waited for', async () => {
    const one = await bench({ ageMs: minute / 2 })
    expect(await one.failure('unknown')).toMatchObject({ code: 'transcript_gone' })
    const waited = one.clock.slept.reduce((sum, ms) => sum + ms, 0)
    expect(waited).toBeGreaterThan(minute / 2)
  })

  it('is not gone where the service says that it is coming', async () => {
    const one = await bench({ ageMs: minute })
    const later = [{ error: 'Transcription not ready' }, { error: 'Job In Progress', code: 404 }]
    one.api.fail(
      ...later.map((body) => jsonAnswer(body, 404)),
      404,
      ...later.map((body) => jsonAnswer(body, 404)),
    )
    expect((await fetched(one, done)).words).toHaveLength(13)
  })

  it('since it was deleted is gone', async () => {
    const one = await bench()
    const remove = (id: string, query = '') =>
      fetch(`${one.api.origin}/v2/jobs/${id}${query}`, {
        method: 'DELETE',
        headers: { authorization: `Bearer ${canary}` },
      })
    const { status } = await remove(running)
    expect([status, (await remove('unknown')).status]).toEqual([423, 404])
    for (const [id, query] of [
      [done, ''],
      [running, '?force=true'],
    ] as const) {
      expect(await (await remove(id, query)).json()).toMatchObject({ job: { id, status: 'deleted' } })
      expect(await one.failure(id)).toMatchObject({ code: 'transcript_gone' })
    }
  })

  it.each(['deleted', 'expired'] as const)('since its job is %s is gone at once', async (status) => {
    const one = await bench()
    one.api.addJob({ id: 'a', status })
    expect(await one.failure('a')).toMatchObject({ code: 'transcript_gone' })
    expect(one.api.requests).toHaveLength(1)
  })

  const outcomes = [
    ['error-400.json', 'api_answer', 1],
    ['error-401.html', 'api_key_refused', 1],
    ['error-401.json', 'api_key_refused', 1],
    ['error-403.json', 'api_key_refused', 1],
    ['error-404-job.json', 'transcript_gone', 3],
    ['error-404-path.json', 'transcript_gone', 3],
    ['error-410-file.json', 'transcript_gone', 1],
    ['error-410-job.json', 'transcript_gone', 1],
    ['error-422.json', 'api_answer', 1],
    ['error-423.json', 'api_answer', 1],
    ['error-429.json', 'api_unavailable', 4],
    ['error-500.json', 'api_unavailable', 4],
  ] as const
  it.each(outcomes)('%s → %s, asked %i times', async (file, code, times) => {
    const one = await bench({ ageMs: minute })
    one.api.fail(...Array(times).fill(sampleAnswer(file)))
    const { status, handlers } = await one.receive(thin(done))
    expect(handlers).toMatchObject([{ error: { code, provider: 'speechmatics' } }])
    expect(status).toBe(503)
    expect(one.api.requests).toHaveLength(times)
    // The service sends the notice again: nothing is lost.
    expect((await one.receive(thin(done))).status).toBe(200)
    expect(one.transcripts).toHaveLength(1)
  })

  const answers = [
    ['no object', jsonAnswer([])],
    ['a job', jsonAnswer(JSON.parse(sample('api-job-done.json')))],
    ['a job that was submitted', jsonAnswer(JSON.parse(sample('api-create-job-201.json')))],
    ['plain text', { body: 'SPEAKER: S1\nHello.' }],
    ['results without metadata', jsonAnswer({ job: { id: 'a' }, results: [] })],
  ] as const
  it.each(answers)('is never made of %s', async (_, answer) => {
    const one = await bench()
    one.api.fail(answer, answer, answer, answer)
    expect(await one.failure('a')).toMatchObject({ code: 'api_answer' })
  })

  it('cannot be fetched without a key, or with a wrong one', async () => {
    const without = await bench({ apiKey: undefined })
    expect(await without.failure(done)).toMatchObject({
      code: 'api_key_missing',
      message: expect.stringContaining('Set `apiKey`'),
    })
    expect(without.api.requests).toEqual([])
    const wrong = await bench({}, { apiKey: 'another' })
    expect(await wrong.failure(done)).toMatchObject({ code: 'api_key_refused' })
    expect(wrong.api.requests).toHaveLength(1)
  })
})

describe('the API', () => {
  it('is not asked about what came in full', async () => {
    const one = await bench()
    expect((await one.receive(simulate.completed({ jobId: 'a' }))).status).toBe(200)
    expect(one.transcripts).toHaveLength(1)
    expect(one.api.requests).toEqual([])
  })

  it('has no transcript of an alignment', async () => {
    const one = await bench()
    const { api } = speechmatics({ secret: 's', apiKey: 'k' })
    const { events } = await one.receive(simulate.simulate('success.alignment.jobinfo', { jobId: 'a' }))
    expect(events).toMatchObject([{ product: 'alignment' }])
    const { signal } = new AbortController()
    for (const event of events) {
      await expect(api?.fetch?.(event, { signal })).rejects.toMatchObject({ code: 'no_transcript' })
      expect(api?.classify?.(event, { signal })).toBeUndefined()
    }
  })

  it('is the only one to see the key', async () => {
    const one = await bench({ ageMs: minute })
    one.api.fail(401, 403, { status: 400, body: canary }, 422, { status: 404, body: canary })
    one.api.fail({ status: 302, headers: { location: 'https://evil.example.com' } })
    for (const jobId of ['a', 'b', 'c', 'd', 'e', 'f', done]) {
      expect(inspect(await one.failure(jobId))).not.toContain(canary)
      await one.receive(failed(jobId))
    }
    expect(one.seen.length).toBeGreaterThan(14)
    expect(inspect(one.seen, { depth: 9 })).not.toContain(canary)
    expect(new Set(one.api.requests.map(({ headers }) => headers['host']))).toEqual(
      new Set(['asr.api.speechmatics.com']),
    )
  })

  const unusable: readonly (readonly [string, SpeechmaticsApiOptions])[] = [
    ['is empty', { apiKey: '' }],
    ['is empty or blank', { apiKey: ' ' }],
    ['starts with "Bearer "', { apiKey: 'Bearer abc' }],
  ]
  it.each(unusable)('refuses a key that %s', (reason, options) => {
    expect(() => speechmatics({ secret: 's', ...options })).toThrow(reason)
  })

  it('refuses a region that Speechmatics has not', () => {
    const create = () => Reflect.apply(speechmatics, undefined, [{ secret: 's', region: 'trial' }])
    expect(create).toThrow(
      '[speechmatics] "trial" is not a region of Speechmatics. Set `region` to one of eu1, eu2, us1, us2, au1.',
    )
  })

  it('takes nothing but a transport for a transport', () => {
    const create = () =>
      Reflect.apply(speechmatics, undefined, [{ secret: 's', apiKey: 'k', transport: 'http://127.0.0.1' }])
    expect(create).toThrow('`transport` is not a transport')
  })

  it('is reached by the provider itself, with the clock of the machine', async () => {
    const one = await bench()
    const options = { secret: 's3cret', apiKey: canary, transport: one.api.transport }
    const receiver = createReceiver([speechmatics(options)])
    const texts: string[] = []
    receiver.on(
      'transcript.completed',
      async (_, { transcript }) => void texts.push((await transcript()).text),
    )
    one.api.fail(404)
    expect((await deliver(receiver, thin(done))).status).toBe(200)
    expect(texts).toHaveLength(1)
  })
})

describe('the samples of the API', () => {
  const folder = new URL('../fixtures/api/', import.meta.url)
  const index: { file: string; sha256: string }[] = JSON.parse(
    readFileSync(new URL('index.json', folder), 'utf8'),
  )
  it.each(index)('$file is untouched', ({ file, sha256 }) => {
    expect(
      createHash('sha256')
        .update(readFileSync(new URL(file, folder)))
        .digest('hex'),
    ).toBe(sha256)
  })

  it('are all listed', () => {
    expect(apiFixtures).toHaveLength(31)
  })
})
