import { inspect } from 'node:util'
import { speechmatics } from '@stt-webhooks/speechmatics'
import { type FakeAnswer, jsonAnswer } from '@stt-webhooks/testing'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canary, sample, sampleAnswer } from './support/bench.ts'
import { ever, type Listing, listing } from './support/listing.ts'

// The same cases in every run.
fc.configureGlobal({ seed: 20_261_121 })

const noon = Date.UTC(2026, 10, 21, 12)
const at = (ms: number): string => new Date(noon + ms).toISOString()

/** Jobs `0`, `1` … that were submitted at these milliseconds. */
function addJobs({ api }: Listing, milliseconds: readonly number[]): void {
  milliseconds.forEach((ms, index) => {
    api.addJob({ id: String(index), status: 'done', createdAt: at(ms) })
  })
}

const everySecond = (count: number): number[] => Array.from({ length: count }, (_, index) => index * 1_000)

describe('the list of jobs', () => {
  it('asks once about an empty account', async () => {
    const one = await listing({ examples: false })
    expect(await one.walk()).toEqual({ pages: [], asked: ['now'] })
  })

  it('is asked for a hundred at a time, deleted ones too, with the key in the header', async () => {
    const one = await listing({ examples: false })
    await one.walk()
    const [request] = one.api.requests
    expect(request).toMatchObject({ method: 'GET', path: '/v2/jobs' })
    expect(request?.headers).toMatchObject({
      host: 'asr.api.speechmatics.com',
      authorization: `Bearer ${canary}`,
    })
    expect(Object.fromEntries(request?.query ?? [])).toEqual({ limit: '100', include_deleted: 'true' })
  })

  it('is that of the region', async () => {
    const one = await listing({ region: 'au1' })
    await one.walk()
    expect(new Set(one.api.requests.map(({ headers }) => headers['host']))).toEqual(
      new Set(['au1.asr.api.speechmatics.com']),
    )
  })

  it('goes through several pages, newest first, each job once', async () => {
    const one = await listing({ examples: false })
    addJobs(one, everySecond(250))
    const { pages, asked } = await one.walk()
    expect(pages.map(({ length }) => length)).toEqual([100, 99, 51])
    const ids = pages.flat().map(({ jobId }) => Number(jobId))
    expect(ids).toEqual(everySecond(250).map((_, index) => 249 - index))
    // The last two find nothing more: nothing else tells that the list has ended.
    expect(asked).toEqual(['now', at(150_001), at(51_001), at(1), at(0)])
  })

  it('walks the pages of the documentation through a tie, as they ask for it', async () => {
    const one = await listing()
    const files = ['page1', 'page2', 'page3', 'page4', 'empty'].map((name) => `api-jobs-${name}.json`)
    one.api.fail(...files.map(sampleAnswer))
    const { pages, asked } = await one.walk()
    expect(pages.map((page) => page.map(({ jobId }) => jobId))).toEqual([
      ['job0000005', 'job0000004'],
      ['job0000003'],
      ['job0000002', 'job0000001'],
    ])
    expect(asked).toEqual([
      'now',
      '2026-10-02T10:00:04.001Z',
      '2026-10-02T10:00:04.000Z',
      '2026-10-02T10:00:01.001Z',
      '2026-10-02T10:00:01.000Z',
    ])
  })

  const rules = ['exclusive', 'inclusive'] as const
  it.each(rules)(
    'neither loses nor repeats jobs of one millisecond at the edge, if the cursor is %s',
    async (createdBefore) => {
      const one = await listing({ examples: false, createdBefore })
      addJobs(one, [
        ...everySecond(50),
        ...Array<number>(98).fill(50_000),
        ...everySecond(60).map((ms) => ms + 51_000),
      ])
      const ids = (await one.walk()).pages.flat().map(({ jobId }) => jobId)
      expect(ids).toHaveLength(208)
      expect(new Set(ids).size).toBe(208)
    },
  )

  it.each(rules)('does so wherever the edge is, and ends, if the cursor is %s', async (createdBefore) => {
    // Groups of one millisecond, never more of them than a page holds.
    const groups = fc.array(fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 99 })), {
      maxLength: 6,
    })
    await fc.assert(
      fc.asyncProperty(groups, async (sizes) => {
        const one = await listing({ examples: false, createdBefore })
        let ms = 0
        const times = sizes.flatMap(([gap, size]) => {
          ms += gap
          return Array<number>(size).fill(ms)
        })
        addJobs(one, times)
        const ids = (await one.walk()).pages.flat().map(({ jobId }) => jobId)
        expect(ids.sort()).toEqual(times.map((_, index) => String(index)).sort())
      }),
      { numRuns: 25 },
    )
  })

  it('goes on where a page and more share a millisecond', async () => {
    const one = await listing({ examples: false })
    addJobs(one, [0, ...Array<number>(150).fill(1_000)])
    const ids = (await one.walk()).pages.flat().map(({ jobId }) => jobId)
    expect(ids).toHaveLength(101)
    expect(ids).toContain('0')
  })

  it('ends with the page that reaches a day further back than is wanted: a job may take so long', async () => {
    const one = await listing({ examples: false })
    const hour = 60 * 60_000
    addJobs(
      one,
      Array.from({ length: 1_000 }, (_, index) => index * hour),
    )
    const { pages, asked } = await one.walk(new Date(noon + 900 * hour))
    expect(pages.flat().map(({ jobId }) => Number(jobId))).toEqual(
      Array.from({ length: 124 }, (_, index) => 999 - index),
    )
    expect(asked).toHaveLength(2)
  })

  it('leaves out jobs that are known to have ended before', async () => {
    const one = await listing({ examples: false })
    // The errors of the fake are of 10:00:09.
    one.api.addJob({ id: 'rejected', status: 'rejected' })
    one.api.addJob({ id: 'done', status: 'done' })
    const listed = async (time: string) =>
      (await one.walk(new Date(`2026-11-21T${time}Z`))).pages.flat().map(({ jobId }) => jobId)
    expect(await listed('10:00:09')).toEqual(['rejected', 'done'])
    expect(await listed('10:00:10')).toEqual(['done'])
  })

  it('asks for nothing before it is wanted, and for nothing more once it is left', async () => {
    const one = await listing({ examples: false })
    addJobs(one, everySecond(250))
    const pages = one.pages()
    expect(one.api.requests).toHaveLength(0)
    await pages.next()
    expect(one.api.requests).toHaveLength(1)
    await pages.next()
    expect(one.api.requests).toHaveLength(2)
    await pages.return?.()
    expect((await pages.next()).done).toBe(true)
    expect(one.api.requests).toHaveLength(2)
  })

  it('ends with its signal', async () => {
    const one = await listing()
    const signal = AbortSignal.abort('stopped')
    const pages = one.provider.listJobs?.(ever, { signal })[Symbol.asyncIterator]()
    await expect(pages?.next()).rejects.toBe('stopped')
    expect(one.api.requests).toHaveLength(0)
  })
})

describe('a list in trouble', () => {
  it('comes all the same if the trouble passes, as late as the service says', async () => {
    const one = await listing()
    one.api.fail({ ...sampleAnswer('error-429.json'), headers: { 'retry-after': '7' } }, 500, 'truncated')
    expect((await one.walk()).pages.flat()).toHaveLength(6)
    expect(one.clock.slept[0]).toBe(7_000)
  })

  const failures = [
    ['error-401.html', 'api_key_refused', 1],
    ['error-403.json', 'api_key_refused', 1],
    ['error-404-path.json', 'api_answer', 1],
    ['error-422.json', 'api_answer', 1],
    ['error-429.json', 'api_unavailable', 4],
    ['error-500.json', 'api_unavailable', 4],
  ] as const
  it.each(failures)('%s → %s, asked %i times, and the next list is whole', async (file, code, times) => {
    const one = await listing()
    one.api.fail(...Array<FakeAnswer>(times).fill(sampleAnswer(file)))
    await expect(one.walk()).rejects.toMatchObject({ code, provider: 'speechmatics' })
    expect(one.api.requests).toHaveLength(times)
    expect((await one.walk()).pages.flat()).toHaveLength(6)
  })

  it('gives the pages before it', async () => {
    const one = await listing({ examples: false })
    addJobs(one, everySecond(150))
    const pages = one.pages()
    expect((await pages.next()).value).toHaveLength(100)
    one.api.fail(401)
    await expect(pages.next()).rejects.toMatchObject({ code: 'api_key_refused' })
  })

  const strange = [
    ['no object', []],
    ['no list', { jobs: null }],
    ['no jobs', { jobs: [7, { id: 'a' }] }],
    ['a job of no time', { jobs: [{ id: 'a', status: 'done' }] }],
    ['a job of no known time', { jobs: [{ id: 'a', status: 'done', created_at: 'today' }] }],
  ] as const
  it.each(strange)('is never made of %s', async (_, answer) => {
    const one = await listing()
    one.api.fail(jsonAnswer(answer))
    await expect(one.walk()).rejects.toMatchObject({ code: 'api_answer' })
  })

  it('does not go on for ever where the service takes no cursor', async () => {
    const one = await listing()
    one.api.fail(...Array<FakeAnswer>(9).fill(sampleAnswer('api-jobs-page1.json')))
    await expect(one.walk()).rejects.toMatchObject({ code: 'api_answer' })
    expect(one.api.requests).toHaveLength(4)
  })

  it('shows no key', async () => {
    const one = await listing()
    one.api.fail({ status: 400, body: canary })
    const error = await one.walk().catch((reason: unknown) => reason)
    expect(inspect(error, { depth: 9 })).not.toContain(canary)
  })
})

describe('without an API key', () => {
  it('nothing is listed', () => {
    const { api } = speechmatics({ secret: 's' })
    expect(api).not.toHaveProperty('listJobs')
    expect(api).not.toHaveProperty('getJob')
    expect(api).not.toHaveProperty('retentionMs')
  })

  it('and with one it is known for seven days', () => {
    expect(speechmatics({ secret: 's', apiKey: 'k' }).api?.retentionMs).toBe(7 * 24 * 60 * 60_000)
  })
})

describe('the list of the fake API', () => {
  const ask = ({ api }: Listing, query: string) =>
    fetch(`${api.origin}/v2/jobs${query}`, { headers: { authorization: `Bearer ${canary}` } })

  it('answers what the samples answer', async () => {
    const one = await listing({ examples: false })
    const jobs = new Map<string, { id: string; created_at: string; status: 'done' }>()
    const pages = ['page1', 'page2', 'page3', 'page4', 'empty'].map((name) => `api-jobs-${name}.json`)
    for (const file of pages) for (const job of JSON.parse(sample(file)).jobs) jobs.set(job.id, job)
    for (const { id, created_at, status, ...fields } of jobs.values())
      one.api.addJob({
        id,
        createdAt: created_at,
        status: 'done',
        fields: { ...fields, status, tracking: undefined },
      })
    const cursors = ['', '10:00:04.001Z', '10:00:04.000Z', '10:00:01.001Z', '10:00:01.000Z']
    for (const [index, cursor] of cursors.entries()) {
      const query = `?limit=2${cursor && `&created_before=2026-10-02T${cursor}`}`
      expect(await (await ask(one, query)).json()).toEqual(JSON.parse(sample(pages[index] ?? '')))
    }
  })

  it('shows deleted and expired jobs to those who ask for them', async () => {
    const one = await listing({ examples: false })
    one.api.addJob({ id: 'a', status: 'deleted' })
    one.api.addJob({ id: 'b', status: 'expired' })
    expect(await (await ask(one, '')).json()).toEqual(JSON.parse(sample('api-jobs-empty.json')))
    expect(await (await ask(one, '?include_deleted=true')).json()).toMatchObject({
      jobs: [{ id: 'a' }, { id: 'b' }],
    })
  })

  it.each(['limit=x', 'limit=0', 'limit=101', 'created_before=today'])('refuses ?%s', async (query) => {
    const one = await listing()
    const answer = await ask(one, `?${query}`)
    expect([answer.status, await answer.json()]).toEqual([422, JSON.parse(sample('error-422.json'))])
  })
})
