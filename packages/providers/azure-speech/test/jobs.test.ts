import { inspect } from 'node:util'
import {
  type AzureSpeechApiVersion,
  type AzureSpeechEvent,
  type AzureSpeechOptions,
  azureSpeech,
} from '@stt-webhooks/azure-speech'
import type { AzureSpeechFakeApiOptions, AzureSpeechFakeJob } from '@stt-webhooks/azure-speech/testing'
import {
  createDelivery,
  eventId,
  type JobName,
  type JobReport,
  type ReadEvent,
} from '@stt-webhooks/core/provider'
import { jsonAnswer, type SimulatedDelivery, toRequest } from '@stt-webhooks/testing'
import { describe, expect, it } from 'vitest'
import { type Bench, bench, canary, exampleId, sample, simulate } from './support/bench.ts'

type Report = JobReport<AzureSpeechEvent>

const since = new Date('2026-11-21T09:00:00.000Z')
const before = { lastActionDateTime: '2026-11-21T08:59:59Z' }
const call = { signal: new AbortController().signal }
const trouble = { status: 503 }
const html = {
  status: 401,
  headers: { 'content-type': 'text/html' },
  body: '<html><body>Sign in</body></html>',
}
const versions: readonly AzureSpeechApiVersion[] = ['2024-11-15', 'v3.2', 'v3.1', 'v3.0']

/** An account with these jobs and no other. */
async function account(
  jobs: readonly AzureSpeechFakeJob[],
  options: Partial<AzureSpeechOptions> = {},
  fakeOptions: AzureSpeechFakeApiOptions = {},
): Promise<Bench> {
  const one = await bench(options, fakeOptions)
  one.api.expireJob(exampleId)
  for (const job of jobs) one.api.addJob(job)
  return one
}

function list(
  { provider }: Bench,
  from: Date = since,
  signal = call.signal,
): AsyncIterator<readonly Report[]> {
  const pages = provider.api?.listJobs?.(from, { signal }) ?? expect.unreachable('there is no list')
  return pages[Symbol.asyncIterator]()
}

async function listed(one: Bench, from: Date = since): Promise<readonly (readonly Report[])[]> {
  const pages: (readonly Report[])[] = []
  const iterator = list(one, from)
  for (let page = await iterator.next(); page.done !== true; page = await iterator.next())
    pages.push(page.value)
  return pages
}

const idsIn = (pages: readonly (readonly Report[])[]) => pages.map((page) => page.map(({ jobId }) => jobId))

async function get({ provider }: Bench, job: JobName): Promise<Report | undefined> {
  return await (provider.api?.getJob?.(job, call) ?? expect.unreachable('no job can be asked for'))
}

/** What the webhook says. */
async function readOf({ provider }: Bench, delivery: SimulatedDelivery): Promise<ReadEvent> {
  const reading = await provider.read(
    createDelivery(toRequest(delivery), { bytes: delivery.body, exact: true }),
  )
  if (reading.outcome !== 'events') return expect.unreachable(reading.outcome)
  return reading.events[0] ?? expect.unreachable('no event')
}

const idOf = ({ key, event }: ReadEvent) => eventId('azure-speech', event.product, key, new Uint8Array())

const numbered = (count: number): AzureSpeechFakeJob[] =>
  Array.from({ length: count }, (_, index) => ({ id: `job-${index}` }))

describe.each(versions)('the list of jobs in %s', (apiVersion) => {
  it('has what ended since then and what has not ended, page by page', async () => {
    const jobs: readonly AzureSpeechFakeJob[] = [
      { id: 'succeeded' },
      { id: 'failed', status: 'Failed' },
      { id: 'old', fields: before },
      { id: 'running', status: 'Running' },
      { id: 'running-long', status: 'Running', fields: before },
      { id: 'waiting', status: 'NotStarted', fields: before },
      { id: 'model', product: 'model' },
    ]
    const one = await account(jobs, { apiVersion }, { pageSize: 2 })
    const reports = (await listed(one)).flat()
    expect(reports.map(({ jobId, state, event }) => [jobId, state, event?.event.type])).toEqual([
      ['succeeded', 'ended', 'transcript.completed'],
      ['failed', 'ended', 'transcript.failed'],
      ['running', 'running', undefined],
      ['running-long', 'running', undefined],
      ['waiting', 'running', undefined],
    ])
    expect(reports[0]).toMatchObject({
      product: 'transcription',
      createdAt: '2026-11-21T10:00:00.000Z',
      endedAt: '2026-11-21T10:00:42.000Z',
    })
    expect(reports[2]).not.toHaveProperty('endedAt')
    // v3.0 has no filter, so that the old job comes with the others.
    expect(one.api.requests).toHaveLength(3)
  })

  it('leads to the event that the webhook leads to', async () => {
    const one = await account([{ id: 'a' }, { id: 'b', status: 'Failed' }], { apiVersion })
    for (const report of (await listed(one)).flat()) {
      const { jobId } = report
      const event = report.event ?? expect.unreachable()
      const notice = await readOf(one, simulate.completed({ jobId }))
      expect(event.key).toEqual(notice.key)
      expect(event.event.product).toBe(notice.event.product)
      expect(idOf(event)).toBe(idOf(notice))

      const [received] = (await one.receive(simulate.completed({ jobId }))).events
      expect(received?.id).toBe(idOf(event))
      const { metadata: _, ...facts } = event.event
      expect(received).toMatchObject(facts)

      expect(await get(one, { jobId })).toEqual(report)
    }
  })

  it('is asked with what the version documents', async () => {
    const one = await account(numbered(3), { apiVersion }, { pageSize: 2 })
    await listed(one)
    const filter =
      "lastActionDateTime ge 2026-11-21T09:00:00Z or status eq 'NotStarted' or status eq 'Running'"
    const common = {
      ...(apiVersion !== 'v3.0' && { filter }),
      ...(apiVersion === '2024-11-15' && { 'api-version': apiVersion }),
    }
    const prefix = apiVersion === '2024-11-15' ? '' : `/${apiVersion}`
    expect(one.api.requests.map(({ path, query }) => [path, Object.fromEntries(query)])).toEqual([
      [`/speechtotext${prefix}/transcriptions`, { top: '100', ...common }],
      [`/speechtotext${prefix}/transcriptions`, { skip: '2', top: '2', ...common }],
    ])
  })
})

describe('the list of jobs', () => {
  it('is one empty page for an empty account', async () => {
    const one = await account([])
    expect(await listed(one)).toEqual([[]])
    expect(one.api.requests).toHaveLength(1)
  })

  it('costs one request for each page, and none before it is wanted', async () => {
    const one = await account(numbered(250))
    const pages = list(one)
    const asked: number[] = [one.api.requests.length]
    for (let page = await pages.next(); page.done !== true; page = await pages.next())
      asked.push(one.api.requests.length)
    expect(asked).toEqual([0, 1, 2, 3])
    expect(one.api.requests).toHaveLength(3)
  })

  it('is read no further than somebody wants', async () => {
    const one = await account(numbered(250))
    const pages = list(one)
    await pages.next()
    await pages.return?.()
    expect(await pages.next()).toMatchObject({ done: true })
    expect(one.api.requests).toHaveLength(1)
  })

  it('has what happened in the second that is asked for, of which the service cuts off the rest', async () => {
    const one = await account([{ id: 'a', fields: { lastActionDateTime: '2026-11-21T09:00:00Z' } }])
    expect(idsIn(await listed(one, new Date('2026-11-21T09:00:00.900Z')))).toEqual([['a']])
    expect(idsIn(await listed(one, new Date('2026-11-21T09:00:01.000Z')))).toEqual([[]])
  })

  it('v2024-transcriptions-list-failed.json → one failed job', async () => {
    const one = await account([])
    one.api.fail({ body: sample('v2024-transcriptions-list-failed.json') })
    expect(await listed(one, new Date('2019-01-01'))).toMatchObject([
      [
        {
          jobId: exampleId,
          product: 'transcription',
          state: 'ended',
          createdAt: '2019-01-07T11:34:12.000Z',
          endedAt: '2019-01-07T11:36:07.000Z',
          event: {
            key: { jobId: exampleId, phase: 'ended' },
            event: { type: 'transcript.failed', duration: 42, metadata: { key: 'value' } },
          },
        },
      ],
    ])
  })

  it('leaves out what is no job, and does not call an unknown status an end', async () => {
    const one = await account([])
    const values = [
      null,
      7,
      {},
      { self: 'x' },
      { self: '/', status: 'Succeeded' },
      { self: 'x', status: 'New' },
    ]
    one.api.fail(jsonAnswer({ values }))
    expect(await listed(one)).toEqual([
      [{ jobId: 'x', product: 'transcription', createdAt: undefined, state: 'running' }],
    ])
  })

  it('holds nothing that opens a file, and no key', async () => {
    const signed = `https://contoso.blob.core.windows.net/a.wav?sig=${canary}`
    const error = { code: 'InvalidUri', message: `Invalid value '${signed}' found.` }
    const one = await account([{ id: 'a', status: 'Failed', error, fields: { contentUrls: [signed] } }])
    expect(inspect([await listed(one), await get(one, { jobId: 'a' })], { depth: 9 })).not.toContain(canary)
  })

  const links = [
    ['another host', 'https://evil.example.com/transcriptions?skip=1&api-version=9&filter=none'],
    ['a server inside', 'http://169.254.169.254/latest/meta-data?skip=1'],
    ['another scheme', 'file:///etc/passwd?skip=1'],
  ] as const
  it.each(links)('never follows a link to the next page to %s: only its place is taken', async (_, link) => {
    const one = await account(numbered(3))
    one.api.fail(jsonAnswer({ values: [], '@nextLink': link }))
    expect(idsIn(await listed(one))).toEqual([[], ['job-1', 'job-2']])
    const [first, second] = one.api.requests
    expect(second).toMatchObject({
      path: '/speechtotext/transcriptions',
      headers: { host: 'westus.api.cognitive.microsoft.com' },
    })
    expect(Object.fromEntries(second?.query ?? [])).toEqual({
      ...Object.fromEntries(first?.query ?? []),
      skip: '1',
    })
  })

  const noLists = [
    ['a text', jsonAnswer('jobs')],
    ['no values', jsonAnswer({})],
    ['a link that is none', jsonAnswer({ values: [], '@nextLink': 'next' })],
    ['404', { status: 404 }],
    ['400', { status: 400 }],
  ] as const
  it.each(noLists)('is not made of %s', async (_, answer) => {
    const one = await account([])
    one.api.fail(answer)
    await expect(listed(one)).rejects.toMatchObject({ code: 'api_answer' })
    expect(one.api.requests).toHaveLength(1)
  })

  it('ends when it leads back to where it was', async () => {
    const one = await account([])
    const circle = jsonAnswer({ values: [], '@nextLink': 'https://a.example/?skip=0&top=10' })
    one.api.fail(circle, circle)
    await expect(listed(one)).rejects.toThrow('does not end')
  })
})

describe('trouble with the list of jobs', () => {
  it('is got over, with the pause that a rate limit asks for', async () => {
    const one = await account(numbered(3))
    one.api.limitRate(7)
    one.api.fail({ status: 500 }, 'truncated', 'reset')
    expect(idsIn(await listed(one))).toEqual([['job-0', 'job-1', 'job-2']])
    expect(one.clock.slept[0]).toBe(7_000)
    expect(one.api.requests).toHaveLength(5)
  })

  it('in the middle leaves what was read, and another listing begins anew', async () => {
    const one = await account(numbered(3), {}, { pageSize: 2 })
    const pages = list(one)
    expect(await pages.next()).toMatchObject({ value: [{ jobId: 'job-0' }, { jobId: 'job-1' }] })
    one.api.fail(trouble, trouble, trouble, trouble)
    await expect(pages.next()).rejects.toMatchObject({ code: 'api_unavailable' })
    expect(idsIn(await listed(one))).toEqual([['job-0', 'job-1'], ['job-2']])
  })

  it('is final where the key is refused, be it with a page of HTML', async () => {
    const one = await account([])
    one.api.fail(html)
    await expect(listed(one)).rejects.toMatchObject({ code: 'api_key_refused' })
    expect(one.api.requests).toHaveLength(1)
  })

  it('is over when nobody wants the list any longer', async () => {
    const one = await account(numbered(3), {}, { pageSize: 2 })
    const controller = new AbortController()
    const pages = list(one, since, controller.signal)
    await pages.next()
    const reason = new Error('enough')
    controller.abort(reason)
    await expect(pages.next()).rejects.toBe(reason)
    expect(one.api.requests).toHaveLength(1)
  })
})

describe('one job', () => {
  it('is a transcription if nobody says what it is', async () => {
    const one = await account([{ id: 'a', status: 'Running' }])
    expect(await get(one, { jobId: 'a' })).toEqual({
      jobId: 'a',
      product: 'transcription',
      createdAt: '2026-11-21T10:00:00.000Z',
      state: 'running',
    })
    expect(one.api.requests).toHaveLength(1)
  })

  it.each(['dataset', 'model', 'evaluation', 'endpoint'] as const)('can be a %s', async (product) => {
    const one = await account([{ id: 'a', product }])
    const event = (await get(one, { jobId: 'a', product }))?.event ?? expect.unreachable()
    expect(event.event).toMatchObject({ type: 'job.completed', kind: product, jobId: 'a' })
    expect(idOf(event)).toBe(
      idOf(await readOf(one, simulate.simulate(`${product}.completion`, { jobId: 'a' }))),
    )
  })

  it('has the id of the event that v2.1 sent of it', async () => {
    const one = await account([{ id: 'a' }])
    const event = (await get(one, { jobId: 'a' }))?.event ?? expect.unreachable()
    const delivery = simulate.simulate('v2.transcription.succeeded', { jobId: 'a' })
    expect(idOf(event)).toBe(idOf(await readOf(one, delivery)))
  })

  it('is undefined once it is deleted or has expired', async () => {
    const one = await account([{ id: 'a' }])
    one.api.expireJob('a')
    expect(await get(one, { jobId: 'a' })).toBeUndefined()
    one.api.fail({ status: 410 })
    expect(await get(one, { jobId: 'a' })).toBeUndefined()
    expect(idsIn(await listed(one))).toEqual([[]])
  })

  it('has its transcripts as after its webhook', async () => {
    const one = await account([{ id: 'a', results: [sample('v2024-result.json')] }])
    const report = (await listed(one))[0]?.[0] ?? expect.unreachable()
    const { event } = report.event ?? expect.unreachable()
    const stamp = {
      id: 'evt_0',
      endpoint: 'azure-speech',
      receivedAt: '2026-11-21T11:00:00.000Z',
      source: 'sweep',
      verifiedBy: 'signature',
    } as const
    const whole = { ...event, ...stamp, metadata: event.metadata ?? {} }
    expect(await one.provider.api?.fetch?.(whole, call)).toMatchObject([{ text: 'Hello world.' }])
    expect(one.provider.api?.classify?.(whole, call)).toBeUndefined()
  })

  const unclear = [
    ['api_answer', 'a', [jsonAnswer([])]],
    ['api_key_refused', 'a', [html]],
    ['api_unavailable', 'a', [trouble, trouble, trouble, trouble]],
    ['unsafe_url', '..', []],
  ] as const
  it.each(unclear)('is not said to be gone: %s', async (code, jobId, faults) => {
    const one = await account([{ id: 'a' }])
    one.api.fail(...faults)
    await expect(get(one, { jobId })).rejects.toMatchObject({ code })
  })

  it('is not asked for where the API has no such thing', async () => {
    const one = await account([])
    await expect(get(one, { jobId: 'a', product: 'endpoint-data' })).rejects.toMatchObject({
      code: 'invalid_option',
    })
    expect(one.api.requests).toEqual([])
  })
})

describe('lists and jobs', () => {
  it('cannot be asked for without a key', () => {
    const { api } = azureSpeech({ secret: 's' })
    expect(Object.keys(api ?? {})).toEqual(['fetch'])
  })

  it('are kept as long as jobs may live', () => {
    const retention = (timeToLiveHours?: number) =>
      azureSpeech({ secret: 's', apiKey: 'k', region: 'westus', timeToLiveHours }).api?.retentionMs
    expect(retention()).toBe(31 * 24 * 3_600_000)
    expect(retention(48)).toBe(48 * 3_600_000)
    for (const hours of [5, 745, 6.5, Number.NaN])
      expect(() => retention(hours)).toThrow(expect.objectContaining({ code: 'invalid_option' }))
  })
})
