import process from 'node:process'
import { inspect } from 'node:util'
import { type AzureSpeechFailedFiles, azureSpeech } from '@stt-webhooks/azure-speech'
import { apiFixtures } from '@stt-webhooks/azure-speech/testing'
import { createReceiver, type Transcript } from '@stt-webhooks/core'
import { deliver, jsonAnswer } from '@stt-webhooks/testing'
import { describe, expect, it, vi } from 'vitest'
import { bench, canary, exampleId, failure, fetched, sample, simulate } from './support/bench.ts'

const trouble = { status: 503 }

const said = (text: string, source?: string): Transcript => ({
  text,
  words: [],
  utterances: [],
  speakers: [],
  source,
})

describe('the transcripts of a completed job', () => {
  it('are asked for by job, list and file, the key going to the API alone', async () => {
    const one = await bench()
    expect(await fetched(one, exampleId)).toMatchObject([{ text: 'Hello world.', language: 'en-US' }])
    expect(one.api.requests.map(({ path }) => path)).toEqual([
      `/speechtotext/transcriptions/${exampleId}`,
      `/speechtotext/transcriptions/${exampleId}/files`,
    ])
    const files = one.api.fileRequests
    expect(files.map(({ path }) => path.split('/').at(-1)).sort()).toEqual([
      'contenturl_0.json',
      'report.json',
    ])
    expect(inspect(files)).not.toContain(canary)
  })

  it('v31-files.json, v31-result.json, report-succeeded.json → 2 transcripts', async () => {
    const one = await bench({ apiVersion: 'v3.1' })
    one.api.fail({ body: sample('v31-transcription-succeeded.json') }, { body: sample('v31-files.json') })
    const result = { body: sample('v31-result.json') }
    one.api.failFiles(result, result, { body: sample('report-succeeded.json') })
    const transcripts = await fetched(one, '637d9333-6559-47a6-b8de-c7d732c1ddf3')
    expect(transcripts.map(({ text, source }) => [text, source])).toEqual(
      Array(2).fill(['Hello world.', '...']),
    )
    expect(one.api.fileRequests.map(({ headers }) => headers['host'])).toEqual(
      Array(3).fill('spsvcprodeus.blob.core.windows.net'),
    )
  })

  it('v2024-files-page1.json → two files, and the page behind it asked of the API with the same key', async () => {
    const one = await bench()
    const job = { body: sample('v2024-transcription-succeeded.json') }
    one.api.fail(job, { body: sample('v2024-files-page1.json') }, jsonAnswer({ values: [] }))
    const result = { body: sample('v2024-result.json') }
    one.api.failFiles(result, result)
    expect(await fetched(one, exampleId)).toHaveLength(2)
    const { path, query } = one.api.requests[2] ?? expect.unreachable()
    expect(path).toBe(`/speechtotext/transcriptions/${exampleId}/files`)
    expect(Object.fromEntries(query)).toEqual({ skip: '2', top: '2', 'api-version': '2024-11-15' })
  })

  it('come in the order of the list, over all pages', async () => {
    const one = await bench({}, { pageSize: 3 })
    const texts = Array.from({ length: 20 }, (_, index) => `Number ${index}.`)
    one.api.addJob({ id: 'a', transcripts: texts.map((text) => said(text)) })
    expect((await fetched(one, 'a')).map(({ text }) => text)).toEqual(texts)
    expect(one.api.requests).toHaveLength(1 + 7)
  })

  it('never follow the link to the next page to another host', async () => {
    const one = await bench()
    const next = (query: string) => ({ values: [], '@nextLink': `https://evil.example.com/files?${query}` })
    one.api.fail(jsonAnswer({ self: 'x', status: 'Succeeded' }), jsonAnswer(next('skip=0&api-version=9')))
    expect(await fetched(one, exampleId)).toHaveLength(1)
    expect(String(one.api.requests[2]?.query)).toBe('skip=0&api-version=2024-11-15')
    expect(new Set(one.api.requests.map(({ headers }) => headers['host']))).toEqual(
      new Set(['westus.api.cognitive.microsoft.com']),
    )
  })

  it('come although the API and the blob store were in trouble', async () => {
    const one = await bench()
    one.api.fail(trouble, 'reset')
    one.api.failFiles('truncated', trouble, 'reset')
    expect(await fetched(one, exampleId)).toHaveLength(1)
  })

  it('are fetched with the redelivery if the API was down for longer', async () => {
    const one = await bench()
    one.api.fail(jsonAnswer({ self: 'x', status: 'Succeeded' }), trouble, trouble, trouble, trouble)
    const first = await one.receive(simulate.completed())
    expect(first).toMatchObject({ status: 503, handlers: [{ error: { code: 'api_unavailable' } }] })
    expect((await one.receive(simulate.completed())).status).toBe(200)
    expect(one.transcripts).toHaveLength(1)
  })

  it('are given to an event whose outcome nobody knew when it came', async () => {
    const one = await bench()
    one.api.fail(trouble, trouble, trouble, trouble)
    expect(await fetched(one, exampleId)).toMatchObject([{ text: 'Hello world.', language: 'en-US' }])
  })

  it('are waited for if the notice is faster than the API', async () => {
    const one = await bench()
    const running = jsonAnswer({ self: 'x', status: 'Running' })
    one.api.fail(running, running, running)
    expect(await fetched(one, exampleId)).toHaveLength(1)
    expect(one.clock.slept).toHaveLength(2)
  })

  it('come from other hosts only if those are listed', async () => {
    const page = jsonAnswer({
      values: [{ kind: 'Transcription', links: { contentUrl: 'https://files.contoso.com/a.json' } }],
    })
    const job = jsonAnswer({ self: 'x', status: 'Succeeded' })
    const [closed, open] = [await bench(), await bench({ fileHosts: ['files.contoso.com'] })]
    closed.api.fail(job, page)
    open.api.fail(job, page)
    expect(await failure(closed, exampleId)).toMatchObject({
      code: 'unsafe_url',
      message: expect.stringContaining('files.contoso.com is not one of the hosts'),
    })
    // The fake has no server there, so the refusal is that of the transport.
    expect(await failure(open, exampleId)).toMatchObject({
      code: 'unsafe_url',
      message: expect.stringContaining('no server for files.contoso.com'),
    })
  })
})

describe('files that failed', () => {
  it('report-partial-failure.composed.json → the others, and word of the failed one', async () => {
    const told: AzureSpeechFailedFiles[] = []
    const one = await bench({ onFailedFiles: (failures) => void told.push(failures) })
    const values = ['contenturl_0.json', 'report.json'].map((name, index) => ({
      name,
      kind: index === 0 ? 'Transcription' : 'TranscriptionReport',
      links: { contentUrl: `https://spsvcprodeus.blob.core.windows.net/${name}?sig=EXAMPLE` },
    }))
    one.api.fail(jsonAnswer({ self: 'x', status: 'Succeeded' }), jsonAnswer({ values }))
    one.api.failFiles(
      { body: sample('v2024-result.json') },
      { body: sample('report-partial-failure.composed.json') },
    )
    expect(await fetched(one, exampleId)).toHaveLength(1)
    expect(told).toEqual([
      {
        jobId: exampleId,
        count: 1,
        files: [
          {
            source: 'https://crbn.us/broken.wav',
            error: {
              code: 'InvalidUri',
              message: 'The recordings URI is invalid.',
              category: 'input',
              retryable: true,
            },
          },
        ],
      },
    ])
  })

  it('are told of without the permission to read them', async () => {
    const told: unknown[] = []
    const one = await bench({ onFailedFiles: (failures) => void told.push(failures) })
    const source = `https://contoso.blob.core.windows.net/a.wav?sig=${canary}`
    one.api.addJob({
      id: 'a',
      transcripts: [said('Hi.')],
      failures: [{ source, errorKind: 'Timeout', errorMessage: `No ${source} there.` }],
    })
    await fetched(one, 'a')
    expect(told).toMatchObject([
      {
        files: [
          {
            source: 'https://contoso.blob.core.windows.net/a.wav',
            error: { message: 'No https://contoso.blob.core.windows.net/a.wav there.', retryable: true },
          },
        ],
      },
    ])
  })

  it('refuse the whole job if that is what the listener wants', async () => {
    const wanted = new Error('all or nothing')
    const one = await bench({
      onFailedFiles: () => {
        throw wanted
      },
    })
    one.api.addJob({ id: 'a', transcripts: [said('Hi.')], failures: [{ source: 'b.wav' }] })
    expect(await failure(one, 'a')).toBe(wanted)
  })

  it('are a warning of the process if nobody listens', async () => {
    const emitWarning = vi.spyOn(process, 'emitWarning').mockImplementation(() => {})
    const one = await bench()
    one.api.addJob({
      id: 'a',
      transcripts: [said('Hi.')],
      failures: [{ source: `https://x/${canary}` }, { source: 'c', errorKind: `${canary}?` }],
    })
    expect(await fetched(one, 'a')).toHaveLength(1)
    expect(emitWarning.mock.calls).toEqual([
      [
        '[stt-webhooks] [azure-speech] Job a has no transcripts of all its files: 2 of its files failed (InvalidUri). Set `onFailedFiles` to learn which.',
        { type: 'SttWebhooksWarning', code: 'azure_speech_failed_files' },
      ],
    ])
    emitWarning.mockRestore()
  })

  it('are counted even where the report has no details, and where the count is a text', async () => {
    const one = await bench()
    const contentUrl = 'https://spsvcprodeus.blob.core.windows.net/report.json?sig=EXAMPLE'
    one.api.fail(
      jsonAnswer({ self: 'x', status: 'Succeeded' }),
      jsonAnswer({ values: [{ kind: 'TranscriptionReport', links: { contentUrl } }] }),
    )
    one.api.failFiles(jsonAnswer({ failedTranscriptionsCount: '3', details: null }))
    expect(await failure(one, exampleId)).toMatchObject({
      code: 'no_transcript',
      message: expect.stringContaining('3 of its files failed.'),
    })
  })

  it('leave no transcript if they are all there is', async () => {
    const one = await bench()
    one.api.addJob({ id: 'a', failures: [{ source: 'b.wav' }, { source: 'c.wav', errorKind: 'Timeout' }] })
    expect(await failure(one, 'a')).toMatchObject({
      code: 'no_transcript',
      message:
        '[stt-webhooks] [azure-speech] Job a has no transcript: 2 of its files failed (InvalidUri, Timeout). Ask the API for its report.',
    })
  })
})

describe('transcripts that there are not', () => {
  it('are gone with the job, before or after its end was learnt', async () => {
    const one = await bench()
    one.api.addJob({ id: 'expired', transcripts: [said('Hi.')] })
    one.api.expireJob('expired')
    expect(await failure(one, 'expired')).toMatchObject({ code: 'transcript_gone' })
    one.api.fail(jsonAnswer({ self: 'x', status: 'Succeeded' }))
    expect(await failure(one, 'expired-since')).toMatchObject({ code: 'transcript_gone' })
  })

  it('are gone with their files', async () => {
    const one = await bench()
    one.api.failFiles({ status: 410 }, { status: 410 })
    expect(await failure(one, exampleId)).toMatchObject({ code: 'transcript_gone' })
    one.api.fail(jsonAnswer({ self: 'x', status: 'Succeeded' }), jsonAnswer({ values: [] }))
    expect(await failure(one, exampleId)).toMatchObject({ code: 'transcript_gone' })
  })

  it('say why the job failed, if that was not known before', async () => {
    const one = await bench()
    one.api.addJob({ id: 'a', status: 'Failed' })
    one.api.fail(trouble, trouble, trouble, trouble)
    expect(await failure(one, 'a')).toMatchObject({
      code: 'no_transcript',
      message:
        '[stt-webhooks] [azure-speech] Job a failed, so it has no transcript: The recordings URI contains invalid data.',
    })
  })

  it('are not ready if the job runs for longer than the deadline', async () => {
    const one = await bench()
    one.api.addJob({ id: 'a', status: 'Running' })
    expect(await failure(one, 'a')).toMatchObject({ code: 'not_ready' })
  })

  const job = jsonAnswer({ self: 'x', status: 'Succeeded' })
  const answers = [
    ['a status that does not exist', [...Array(2).fill(jsonAnswer({ self: 'x', status: 'Paused' }))]],
    ['an answer that is no job', [...Array(2).fill(jsonAnswer(7))]],
    ['a list that is none', [job, jsonAnswer({ values: null })]],
    ['a page that is none', [job, jsonAnswer([])]],
    ['a file without a kind', [job, jsonAnswer({ values: [{ links: { contentUrl: 'https://a.b' } }] })]],
    ['a file that is none', [job, jsonAnswer({ values: [null] })]],
    ['a file without a link', [job, jsonAnswer({ values: [{ kind: 'Transcription', links: null }] })]],
    ['a link that is none', [job, jsonAnswer({ values: [], '@nextLink': 'next' })]],
    ['a job in broken JSON', [...Array(4).fill(trouble), ...Array(4).fill({ body: '{' })]],
    ['broken JSON', [job, ...Array(4).fill({ body: '{' })]],
  ] as const
  it.each(answers)('are never made of %s', async (_, faults) => {
    const one = await bench()
    one.api.fail(...faults)
    expect(await failure(one, exampleId)).toMatchObject({ code: 'api_answer' })
  })

  it.each([7, null, {}, { recognizedPhrases: {} }])('are never made of a result %o', async (result) => {
    const one = await bench()
    one.api.addJob({ id: 'a', results: [JSON.stringify(result)] })
    expect(await failure(one, 'a')).toMatchObject({ code: 'api_answer' })
  })

  it('cannot be read from storage of your own if the links carry no permission', async () => {
    const one = await bench()
    const contentUrl = 'https://spsvcprodeus.blob.core.windows.net/results/a.json'
    one.api.fail(job, jsonAnswer({ values: [{ kind: 'Transcription', links: { contentUrl } }] }))
    expect(await failure(one, exampleId)).toMatchObject({
      code: 'api_answer',
      message: expect.stringContaining('spsvcprodeus.blob.core.windows.net answered 403'),
    })
  })

  it('are not found under the id of something else', async () => {
    const one = await bench()
    one.api.addJob({ id: 'a', product: 'model' })
    expect(await failure(one, 'a')).toMatchObject({ code: 'transcript_gone' })
  })

  it('do not come from a list without an end', async () => {
    const one = await bench()
    const endless = Array.from({ length: 1_000 }, (_, page) =>
      jsonAnswer({ values: [], '@nextLink': `https://westus.api.cognitive.microsoft.com/?skip=${page}` }),
    )
    one.api.fail(job, ...endless)
    expect(await failure(one, exampleId)).toMatchObject({
      code: 'api_answer',
      message: expect.stringContaining('does not end'),
    })
    expect(one.api.requests).toHaveLength(1_001)
  })

  it('do not come from a list that leads back to the page that was read', async () => {
    const one = await bench()
    const circle = jsonAnswer({
      values: [],
      '@nextLink': 'https://westus.api.cognitive.microsoft.com/?skip=1',
    })
    one.api.fail(job, circle, circle, circle)
    expect(await failure(one, exampleId)).toMatchObject({
      message: expect.stringContaining('does not end'),
    })
    expect(one.api.requests).toHaveLength(3)
  })

  it('cannot be fetched without a key, or with a wrong one', async () => {
    const without = await bench({ apiKey: undefined })
    expect(await failure(without, exampleId)).toMatchObject({
      code: 'api_key_missing',
      message: expect.stringContaining('Set `apiKey`'),
    })
    expect(without.api.requests).toEqual([])
    const wrong = await bench({}, { apiKey: 'another' })
    expect(await failure(wrong, exampleId)).toMatchObject({ code: 'api_key_refused' })
  })

  it('are not asked for where the product has none', async () => {
    const { api } = azureSpeech({ secret: 's', apiKey: 'k', region: 'westus' })
    const receiver = createReceiver([azureSpeech({ secret: 's3cret' })])
    receiver.onAny(() => {})
    const [event] = (await deliver(receiver, simulate.simulate('model.completion'))).events
    if (event === undefined) return expect.unreachable()
    await expect(api?.fetch?.(event, { signal: new AbortController().signal })).rejects.toMatchObject({
      code: 'no_transcript',
    })
  })
})

describe('the API', () => {
  it('is the only one to see the key', async () => {
    const one = await bench()
    const job = jsonAnswer({ self: 'x', status: 'Succeeded' })
    one.api.fail(job, { status: 401 }, job, { status: 400, body: canary }, job, {
      status: 302,
      headers: { location: 'https://evil.example.com' },
    })
    for (const jobId of ['a', 'b', 'c', 'd']) expect(inspect(await failure(one, jobId))).not.toContain(canary)
    expect(one.seen.length).toBeGreaterThan(3)
    expect(inspect(one.seen, { depth: 9 })).not.toContain(canary)
  })

  it('is asked for nothing more once a file cannot be had', async () => {
    const one = await bench()
    const transcripts = Array.from({ length: 100 }, () => said('Hi.'))
    one.api.addJob({ id: 'a', transcripts })
    one.api.failFiles({ status: 410 })
    expect(await failure(one, 'a')).toMatchObject({ code: 'transcript_gone' })
    expect(one.api.fileRequests.length).toBeLessThan(50)
  })

  const unusable = [
    ['`apiKey` is empty or blank', { apiKey: ' ', region: 'westus' }],
    ['Set `region`, or `apiUrl`', { apiKey: 'k' }],
    ['Leave one out', { apiKey: 'k', region: 'westus', apiUrl: 'https://a.example.com' }],
    ['"moon" is no region we know', { apiKey: 'k', region: 'moon' }],
    ['"v2.1" is no API version we know', { apiKey: 'k', region: 'westus', apiVersion: 'v2.1' }],
    ['The base of the API cannot be used', { apiKey: 'k', apiUrl: 'http://a.example.com' }],
    ['`files` lists "*"', { apiKey: 'k', region: 'westus', fileHosts: ['*'] }],
  ] as const
  it.each(unusable)('refuses options: %s', (reason, options) => {
    // What a user of plain JavaScript could pass.
    const create = () => Reflect.apply(azureSpeech, undefined, [{ secret: 's', ...options }])
    expect(create).toThrow(reason)
  })

  it('cannot be asked without a key, and so not for outcomes', () => {
    expect(Object.keys(azureSpeech({ secret: 's' }).api ?? {})).toEqual(['fetch'])
  })

  it('has only answers whose source is known', () => {
    for (const { file, source, certainty } of apiFixtures) {
      expect(source, file).not.toBe('')
      expect(certainty, file).not.toBe('')
    }
  })
})
