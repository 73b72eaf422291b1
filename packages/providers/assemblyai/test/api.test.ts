import { inspect } from 'node:util'
import { type AssemblyAiApiOptions, assemblyai } from '@stt-webhooks/assemblyai'
import { apiFixtures } from '@stt-webhooks/assemblyai/testing'
import { createReceiver } from '@stt-webhooks/core'
import { deliver, jsonAnswer } from '@stt-webhooks/testing'
import { describe, expect, it } from 'vitest'
import { bench, canary, fetched, simulate } from './support/bench.ts'

const completed = '9ea68fd3-f953-42c1-9742-976c447fb463'
const failed = 'ce522f10-d204-42e8-a838-6b95098145cc'
const deleted = '47b95ba5-8889-44d8-bc80-5de38306e582'

const trouble = { status: 503 }
const running = jsonAnswer({ id: completed, status: 'processing' })

describe('the transcript of a completed transcription', () => {
  it('is asked for once, with the key alone in the header', async () => {
    const one = await bench()
    expect((await fetched(one, completed)).text).toMatch(/^Smoke from hundreds of wildfires/)
    expect(one.api.requests).toMatchObject([
      {
        method: 'GET',
        path: `/v2/transcript/${completed}`,
        headers: { host: 'api.assemblyai.com', authorization: canary },
      },
    ])
  })

  it('is asked of the region that was configured', async () => {
    const one = await bench({ region: 'eu' }, { region: 'eu' })
    await fetched(one, completed)
    expect(one.api.requests[0]?.headers['host']).toBe('api.eu.assemblyai.com')
  })

  it('keeps an id in its place', async () => {
    const one = await bench()
    one.api.addJob({ id: '../a?b=/c', status: 'completed' })
    await fetched(one, '../a?b=/c')
    expect(one.api.requests[0]?.path).toBe('/v2/transcript/..%2Fa%3Fb%3D%2Fc')
  })

  it('comes although the API was in trouble', async () => {
    const one = await bench()
    one.api.fail(trouble, 'reset', 'truncated')
    await fetched(one, completed)
    expect(one.api.requests).toHaveLength(4)
  })

  it('waits as long as a rate limit says', async () => {
    const one = await bench()
    one.api.limitRate(7)
    await fetched(one, completed)
    expect(one.clock.slept).toEqual([7_000])
  })

  it.each(['queued', 'processing'])('waits for one that is %s still', async (status) => {
    const one = await bench()
    one.api.fail(jsonAnswer({ id: completed, status }), jsonAnswer({ id: completed, status }))
    expect((await fetched(one, completed)).words).toHaveLength(15)
    expect(one.api.requests).toHaveLength(3)
  })

  it('is not taken for a running one by what its other fields say', async () => {
    const one = await bench()
    one.api.addJob({
      id: 'a',
      status: 'completed',
      fields: { speech_understanding: { status: 'processing' } },
    })
    await fetched(one, 'a')
    expect(one.api.requests).toHaveLength(1)
  })

  it('is fetched with the redelivery if the API was down for longer', async () => {
    const one = await bench()
    one.api.fail(trouble, trouble, trouble, trouble)
    const delivery = simulate.completed({ jobId: completed })
    expect(await one.receive(delivery)).toMatchObject({
      status: 503,
      handlers: [{ error: { code: 'api_unavailable' } }],
    })
    expect((await one.receive(delivery)).status).toBe(200)
    expect(one.transcripts).toHaveLength(1)
  })
})

describe('a transcript that there is not', () => {
  const outcomes = [
    ['transcript.deleted.json', deleted, 'transcript_gone', 1],
    ['transcript.error.json', failed, 'no_transcript', 1],
    ['error.400.not-found.json', 'somebody-elses', 'transcript_gone', 3],
  ] as const
  it.each(outcomes)('%s (%s) → %s, asked %i times', async (_, jobId, code, times) => {
    const one = await bench()
    expect(await one.failure(jobId)).toMatchObject({ code, provider: 'assemblyai' })
    expect(one.api.requests).toHaveLength(times)
    expect(one.transcripts).toEqual([])
  })

  const deletedForms = [
    ['its audio', { audio_url: 'http://deleted_by_user', text: null }],
    ['its text', { audio_url: null, text: 'Deleted by user.', words: [] }],
  ] as const
  it.each(deletedForms)('is known as deleted by %s alone', async (_, fields) => {
    const one = await bench()
    one.api.addJob({ id: 'a', status: 'completed', fields })
    expect(await one.failure('a')).toMatchObject({ code: 'transcript_gone' })
  })

  it('is gone as soon as the user deletes it', async () => {
    const one = await bench()
    one.api.addJob({ id: 'a', status: 'completed' })
    one.api.addJob({ id: 'a', status: 'deleted' })
    expect(await one.failure('a')).toMatchObject({ code: 'transcript_gone' })
  })

  it('is not one in which somebody says "Deleted by user."', async () => {
    const one = await bench()
    one.api.addJob({ id: 'a', status: 'completed', fields: { text: 'Deleted by user.' } })
    expect((await fetched(one, 'a')).text).toBe('Deleted by user.')
  })

  it('is not ready if it is processed for longer than the deadline', async () => {
    const one = await bench()
    one.api.addJob({ id: 'a', status: 'processing' })
    expect(await one.failure('a')).toMatchObject({ code: 'not_ready' })
  })

  it('says why it failed, without the URL of the audio', async () => {
    const one = await bench()
    one.api.addJob({
      id: 'a',
      status: 'error',
      error: 'Download error, unable to download https://a.b/c.mp3?sig=1.',
    })
    expect(await one.failure('a')).toHaveProperty(
      'message',
      '[stt-webhooks] [assemblyai] Transcription a failed, so it has no text: Download error, unable to download (URL)',
    )
    one.api.addJob({ id: 'b', status: 'error', fields: { error: null } })
    expect(await one.failure('b')).toHaveProperty('message', expect.stringMatching(/no reason was given$/))
  })

  const answers = [
    ['no object', jsonAnswer([])],
    ['no id', jsonAnswer({ status: 'completed' })],
    ['no status', jsonAnswer({ id: 'a', text: 'Hi.' })],
    ['a status that does not exist', jsonAnswer({ id: 'a', status: 'Completed', text: 'Hi.' })],
    ['running in broken JSON', { body: '{"id":"a","status":"queued"' }],
    ['a negative balance', jsonAnswer({ error: 'Your current account balance is negative.' }, 400)],
  ] as const
  it.each(answers)('is never made of %s', async (_, answer) => {
    const one = await bench()
    one.api.fail(answer, answer, answer, answer)
    expect(await one.failure('a')).toMatchObject({ code: 'api_answer' })
  })

  it('cannot be fetched without a key, or with a wrong one', async () => {
    const without = await bench({ apiKey: undefined })
    expect(await without.failure(completed)).toMatchObject({
      code: 'api_key_missing',
      message: expect.stringContaining('Set `apiKey`'),
    })
    expect(without.api.requests).toEqual([])
    const wrong = await bench({}, { apiKey: 'another' })
    expect(await wrong.failure(completed)).toMatchObject({ code: 'api_key_refused' })
    expect(wrong.api.requests).toHaveLength(1)
  })
})

describe('a failed transcription', () => {
  it('has the reason that the API tells, and the id of the event without it', async () => {
    const [told, untold] = [await bench(), await bench({ apiKey: undefined })]
    const { events } = await told.receive(simulate.failed({ jobId: failed }))
    expect(events).toMatchObject([
      {
        type: 'transcript.failed',
        product: 'transcript',
        jobId: failed,
        language: 'en_us',
        metadata: { order: '7' },
        error: {
          code: 'download_failed',
          category: 'input',
          retryable: true,
          message: expect.stringMatching(/^Download error, unable to download https:/),
        },
        raw: { id: failed, status: 'error', audio_url: expect.stringMatching(/nbc\.oopsie$/) },
      },
    ])
    const thin = await untold.receive(simulate.failed({ jobId: failed }))
    expect(thin.events).toMatchObject([{ id: events[0]?.id, error: { code: 'unknown' } }])
    expect(untold.api.requests).toEqual([])
  })

  const reasons = [
    [
      'File does not appear to contain audio. File type is text/html (HTML document).',
      'not_audio',
      'input',
      false,
    ],
    ['Transcoding failed. File does not appear to contain audio.', 'not_audio', 'input', false],
    [
      'Download error, unable to access file at https://example.com/audio.mp3',
      'download_failed',
      'input',
      true,
    ],
    ['Audio duration is too short.', 'audio_too_short', 'input', false],
    [
      'Audio speech threshold 0.9461 is below the requested speech threshold value 1.0',
      'too_little_speech',
      'input',
      false,
    ],
    ['0.3 is below the requested confidence threshold value of 0.8', 'language_uncertain', 'input', false],
    ['Server error, developers have been alerted.', 'server_error', 'provider', true],
    ['Something new. Server error', 'unknown', 'unknown', false],
  ] as const
  it.each(reasons)('because of "%s" has the code %s', async (error, code, category, retryable) => {
    const one = await bench()
    one.api.addJob({ id: 'a', status: 'error', error })
    const { events } = await one.receive(simulate.failed({ jobId: 'a' }))
    expect(events).toMatchObject([{ error: { code, category, retryable, message: error } }])
  })

  it('says so if even the API gives no reason', async () => {
    const one = await bench()
    one.api.addJob({ id: 'a', status: 'error', fields: { error: null } })
    const { events } = await one.receive(simulate.failed({ jobId: 'a' }))
    expect(events).toMatchObject([{ error: { code: 'unknown', message: 'AssemblyAI gave no reason.' } }])
  })

  it('keeps nothing that opens a file or a callback URL', async () => {
    const one = await bench()
    one.api.addJob({
      id: 'a',
      status: 'error',
      error: `Download error, unable to download https://me:${canary}@files.example.com/a.mp3?h=${canary}. Please check it.`,
      fields: {
        audio_url: `https://files.example.com/a.mp3?signature=${canary}`,
        webhook_url: `https://example.com/webhooks/stt/assemblyai/${canary}?callback=${canary}`,
        webhook_auth_header_value: canary,
      },
    })
    const { events } = await one.receive(simulate.failed({ jobId: 'a' }))
    expect(events).toMatchObject([
      {
        error: {
          code: 'download_failed',
          message: 'Download error, unable to download https://files.example.com/a.mp3 Please check it.',
        },
      },
    ])
    expect(inspect([events, one.seen], { depth: 9 })).not.toContain(canary)
  })

  const doubts = [
    ['the API is down', [trouble, trouble, trouble, trouble]],
    ['the API says that it is running', Array(40).fill(running)],
    ['the API says that it succeeded', [jsonAnswer({ id: completed, status: 'completed' })]],
    ['the API answers something else', [jsonAnswer([])]],
    ['the key is refused', [{ status: 401 }]],
    ['the transcript is gone', [{ status: 410 }]],
  ] as const
  it.each(doubts)('goes out as it came if %s', async (_, faults) => {
    const one = await bench()
    one.api.fail(...faults)
    const { status, events } = await one.receive(simulate.failed({ jobId: completed }))
    expect(status).toBe(200)
    expect(events).toMatchObject([{ type: 'transcript.failed', error: { code: 'unknown' } }])
    expect(events[0]?.raw).toEqual({ transcript_id: completed, status: 'error' })
  })

  it('is asked for once in its life', async () => {
    const one = await bench()
    const { events } = await one.receive(simulate.failed({ jobId: failed }))
    const { api } = assemblyai({ secret: 's', apiKey: 'k' })
    const again = events.map((event) =>
      api?.classify?.(JSON.parse(JSON.stringify(event)), { signal: new AbortController().signal }),
    )
    expect(again).toEqual([undefined])
  })
})

describe('the API', () => {
  it('is not asked about what came in full, nor about redacted audio', async () => {
    const one = await bench()
    const session = await one.receive(simulate.simulate('streaming.ended'))
    const audio = await one.receive(simulate.simulate('redacted-audio.ready'))
    expect([session.status, audio.status]).toEqual([200, 200])
    expect(one.transcripts).toMatchObject([{ text: 'Hello there. Hi.' }])
    expect(one.api.requests).toEqual([])
  })

  it('has no transcript of a streaming session', async () => {
    const receiver = createReceiver([assemblyai({ secret: 's3cret', apiKey: canary })])
    receiver.onAny(() => {})
    const [event] = (await deliver(receiver, simulate.simulate('streaming.ended'))).events
    if (event?.type !== 'transcript.completed') return expect.unreachable()
    await expect(receiver.transcripts({ ...event, transcripts: [] })).rejects.toMatchObject({
      code: 'no_transcript',
      message: expect.stringContaining('streaming'),
    })
  })

  it('is the only one to see the key', async () => {
    const one = await bench()
    one.api.fail(
      { status: 401 },
      { status: 403 },
      { status: 400, body: canary },
      { status: 302, headers: { location: 'https://evil.example.com' } },
    )
    const ids = ['a', 'b', 'c', 'd', 'e', deleted, failed]
    for (const jobId of ids) expect(inspect(await one.failure(jobId))).not.toContain(canary)
    expect(one.seen.length).toBeGreaterThan(7)
    expect(inspect(one.seen, { depth: 9 })).not.toContain(canary)
    expect(new Set(one.api.requests.map(({ headers }) => headers['host']))).toEqual(
      new Set(['api.assemblyai.com']),
    )
  })

  const unusable: readonly (readonly [string, AssemblyAiApiOptions])[] = [
    ['is empty', { apiKey: '' }],
    ['is empty or blank', { apiKey: ' ' }],
    ['starts with "Bearer "', { apiKey: 'Bearer abc' }],
  ]
  it.each(unusable)('refuses a key that %s', (reason, options) => {
    expect(() => assemblyai({ secret: 's', ...options })).toThrow(reason)
  })

  it('refuses a region that AssemblyAI has not', () => {
    const create = () => Reflect.apply(assemblyai, undefined, [{ secret: 's', region: 'asia' }])
    expect(create).toThrow(
      '[assemblyai] "asia" is not a region of AssemblyAI. Set `region` to one of us, eu.',
    )
  })

  it('cannot be asked without a key, and so not for reasons', () => {
    const { api } = assemblyai({ secret: 's' })
    expect(Object.keys(api ?? {})).toEqual(['fetch'])
  })

  it('has only answers whose source is known', () => {
    for (const { file, source } of apiFixtures)
      expect(source, file).toContain('AssemblyAI/assemblyai-api-spec')
  })
})
