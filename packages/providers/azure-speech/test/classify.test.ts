import { inspect } from 'node:util'
import { azureSpeech } from '@stt-webhooks/azure-speech'
import { jsonAnswer } from '@stt-webhooks/testing'
import { describe, expect, it } from 'vitest'
import { bench, canary, exampleId, sample, simulate } from './support/bench.ts'

const trouble = { status: 503 }
const v31Id = '637d9333-6559-47a6-b8de-c7d732c1ddf3'

describe('a transcription that ended', () => {
  const documented = [
    ['v2024-transcription-succeeded.json', exampleId, 42, { key: 'value' }],
    ['v30-transcription-succeeded.json', exampleId, 42, { key: 'value' }],
    ['v31-transcription-succeeded.json', v31Id, 3, {}],
  ] as const
  it.each(documented)('%s → transcript.completed of %s, %i s, %o', async (file, jobId, duration, custom) => {
    const one = await bench()
    one.api.fail({ body: sample(file) })
    const { events } = await one.receive(simulate.completed({ jobId }))
    const raw = JSON.parse(new TextDecoder().decode(sample(file)))
    expect(events).toMatchObject([
      {
        type: 'transcript.completed',
        product: 'transcription',
        jobId,
        name: raw.displayName,
        language: 'en-US',
        duration,
        occurredAt: new Date(raw.lastActionDateTime).toISOString(),
        raw,
      },
    ])
    expect(events[0]?.metadata).toEqual({ order: '7', ...custom })
  })

  it('v2024-transcription-failed.composed.json → transcript.failed, InvalidData, input, no duration', async () => {
    const one = await bench()
    one.api.fail({ body: sample('v2024-transcription-failed.composed.json') })
    const { status, events } = await one.receive(simulate.failed())
    expect(status).toBe(200)
    expect(events).toMatchObject([
      {
        type: 'transcript.failed',
        jobId: exampleId,
        error: {
          code: 'InvalidData',
          message: 'The recordings URI contains invalid data.',
          category: 'input',
          retryable: false,
        },
      },
    ])
    expect(events[0]?.duration).toBeUndefined()
  })

  it('v2024-transcriptions-list-failed.json → transcript.failed, unknown, of a job without a reason', async () => {
    const one = await bench()
    const { values } = JSON.parse(new TextDecoder().decode(sample('v2024-transcriptions-list-failed.json')))
    one.api.fail(jsonAnswer(values[0]))
    expect((await one.receive(simulate.failed())).events).toMatchObject([
      {
        type: 'transcript.failed',
        duration: 42,
        error: { code: 'unknown', message: 'Azure Speech gave no reason.', category: 'unknown' },
      },
    ])
  })

  const codes = [
    ['InvalidUri', 'input', true],
    ['Internal', 'provider', true],
    ['Timeout', 'provider', true],
    ['Transient', 'provider', true],
    ['TooManyRequests', 'account', true],
    ['Forbidden', 'account', false],
    ['EmptyAudioFile', 'input', false],
    ['toString', 'unknown', false],
  ] as const
  it.each(codes)('with %s is the fault of: %s; again: %s', async (code, category, retryable) => {
    const one = await bench()
    one.api.addJob({ id: 'a', status: 'Failed', error: { code, message: 'No.' } })
    const { events } = await one.receive(simulate.failed({ jobId: 'a' }))
    expect(events).toMatchObject([{ error: { code, message: 'No.', category, retryable } }])
  })

  it('has the id of the event that knows no outcome', async () => {
    const [told, untold] = [await bench(), await bench({ apiKey: undefined })]
    const [event] = (await told.receive(simulate.completed())).events
    const [thin] = (await untold.receive(simulate.completed())).events
    expect([event?.type, thin?.type]).toEqual(['transcript.completed', 'transcript.ended'])
    expect(event?.id).toBe(thin?.id)
    expect(untold.api.requests).toEqual([])
  })

  it('keeps nothing that opens a file', async () => {
    const one = await bench()
    const signed = `https://contoso.blob.core.windows.net/a.wav?sig=${canary}`
    one.api.addJob({
      id: 'a',
      status: 'Failed',
      error: { code: 'InvalidUri', message: `Invalid value '${signed}' found.` },
      fields: { contentUrls: [signed] },
    })
    const { events } = await one.receive(simulate.failed({ jobId: 'a' }))
    expect(events).toMatchObject([
      { error: { message: "Invalid value 'https://contoso.blob.core.windows.net/a.wav' found." } },
    ])
    expect(inspect([events, one.seen], { depth: 9 })).not.toContain(canary)
  })
})

describe('a question about a job', () => {
  const versions = [
    ['2024-11-15', `/speechtotext/transcriptions/${exampleId}`, 'api-version=2024-11-15'],
    ['v3.2', `/speechtotext/v3.2/transcriptions/${exampleId}`, ''],
    ['v3.1', `/speechtotext/v3.1/transcriptions/${exampleId}`, ''],
    ['v3.0', `/speechtotext/v3.0/transcriptions/${exampleId}`, ''],
  ] as const
  it.each(versions)('is asked in %s of %s?%s, whatever self says', async (apiVersion, path, query) => {
    const one = await bench({ apiVersion })
    const self = `https://evil.example.com/speechtotext/v9/transcriptions/${exampleId}?x=1`
    const { events } = await one.receive(simulate.completed({ body: JSON.stringify({ self }) }))
    expect(events).toMatchObject([{ type: 'transcript.completed' }])
    const [request] = one.api.requests
    expect(request).toMatchObject({
      method: 'GET',
      path,
      headers: { host: 'westus.api.cognitive.microsoft.com', 'ocp-apim-subscription-key': canary },
    })
    expect(String(request?.query)).toBe(query)
  })

  it('goes to the endpoint of the resource, with or without a slash at its end', async () => {
    for (const slash of ['', '/']) {
      const apiUrl = 'https://contoso.cognitiveservices.azure.com'
      const one = await bench({ apiUrl: apiUrl + slash }, { apiUrl })
      const { events } = await one.receive(simulate.completed())
      expect(events).toMatchObject([{ type: 'transcript.completed' }])
      expect(one.api.requests[0]?.headers['host']).toBe('contoso.cognitiveservices.azure.com')
    }
  })

  it('keeps an id in its place', async () => {
    const one = await bench()
    await one.receive(simulate.completed({ body: '{"self":"https://x.example/transcriptions/..%2Fa"}' }))
    expect(one.api.requests[0]?.path).toBe('/speechtotext/transcriptions/..%252Fa')
    const before = one.api.requests.length
    await one.receive(simulate.completed({ body: '{"self":"https://x.example/transcriptions/.."}' }))
    expect(one.api.requests).toHaveLength(before)
  })

  it('is asked again after trouble', async () => {
    const one = await bench()
    one.api.fail(trouble, 'reset', 'truncated')
    expect((await one.receive(simulate.completed())).events).toMatchObject([{ type: 'transcript.completed' }])
  })

  it('waits as long as a rate limit says', async () => {
    const one = await bench()
    one.api.limitRate(2)
    await one.receive(simulate.completed())
    expect(one.clock.slept).toEqual([2_000])
  })

  const doubts = [
    ['it is not started', [jsonAnswer({ self: 'x', status: 'NotStarted' })], /is NotStarted still$/],
    ['it is running', [jsonAnswer({ self: 'x', status: 'Running' })], /is Running still$/],
    ['its status is new', [jsonAnswer({ self: 'x', status: 'Paused' })], /a status that we do not know$/],
    ['the answer is no job', [jsonAnswer([])], /something that is no job$/],
    ['the API is down', [trouble, trouble, trouble, trouble], /api_unavailable$/],
    ['the key is refused', [{ status: 401 }], /api_key_refused$/],
    ['the job is gone', [{ status: 410 }], /transcript_gone$/],
  ] as const
  it.each(doubts)('leaves the outcome open if %s', async (_, faults, reason) => {
    const one = await bench()
    one.api.fail(...faults)
    const { events } = await one.receive(simulate.completed())
    expect(events).toMatchObject([{ type: 'transcript.ended', reason: expect.stringMatching(reason) }])
    expect(events[0]?.raw).toMatchObject({ self: expect.stringContaining(exampleId) })
  })

  it('is not asked about what v2.1 tells, about pings, or before the end', async () => {
    const one = await bench()
    for (const name of ['v2.transcription.failed', 'transcription.processing', 'ping'] as const)
      await one.receive(simulate.simulate(name))
    expect(one.api.requests).toEqual([])
  })

  it('is not asked about an event of something else, or without an id', () => {
    const { api } = azureSpeech({ secret: 's', apiKey: 'k', region: 'westus' })
    const call = { signal: new AbortController().signal }
    const event = {
      id: 'evt_0',
      type: 'transcript.ended',
      provider: 'azure-speech',
      endpoint: 'azure-speech',
      receivedAt: '2026-11-21T10:00:00.000Z',
      source: 'webhook',
      verifiedBy: 'signature',
      metadata: {},
      reason: '',
      raw: null,
    } as const
    expect(api?.classify?.({ ...event, product: 'song', jobId: 'a' }, call)).toBeUndefined()
    expect(api?.classify?.({ ...event, product: 'transcription' }, call)).toBeUndefined()
  })
})

describe.each(['dataset', 'model', 'evaluation', 'endpoint'] as const)('a %s that ended', (product) => {
  it('has an outcome too', async () => {
    const one = await bench()
    one.api.addJob({ id: 'a', product })
    one.api.addJob({ id: 'b', product, status: 'Failed' })
    const completed = await one.receive(simulate.simulate(`${product}.completion`, { jobId: 'a' }))
    const failed = await one.receive(simulate.simulate(`${product}.completion`, { jobId: 'b' }))
    expect(completed.events).toMatchObject([{ type: 'job.completed', kind: product, product, jobId: 'a' }])
    expect(failed.events).toMatchObject([
      { type: 'job.failed', kind: product, product, error: { code: 'InvalidData', category: 'input' } },
    ])
    expect(one.api.requests.map(({ path }) => path)).toEqual([
      `/speechtotext/${product}s/a`,
      `/speechtotext/${product}s/b`,
    ])
  })

  it('goes out as it came if nobody can say', async () => {
    const one = await bench()
    one.api.addJob({ id: 'a', product, status: 'Running' })
    const { events } = await one.receive(simulate.simulate(`${product}.completion`, { jobId: 'a' }))
    expect(events).toMatchObject([{ type: 'job.progressed', phase: 'ended' }])
  })
})
