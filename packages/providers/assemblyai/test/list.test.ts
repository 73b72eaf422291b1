import { inspect } from 'node:util'
import { createApiClient, path } from '@stt-webhooks/api-client'
import { assemblyai } from '@stt-webhooks/assemblyai'
import { apiFixtures } from '@stt-webhooks/assemblyai/testing'
import { jsonAnswer } from '@stt-webhooks/testing'
import { describe, expect, it } from 'vitest'
import { type Account, account, ago } from './support/account.ts'
import { canary } from './support/bench.ts'

const trouble = { status: 500 }
const html401 = { status: 401, headers: { 'content-type': 'text/html' }, body: '<html>401</html>' }

/** So many completed jobs, the first one the newest, with so many hours between them. */
async function accountWith(count: number, hoursBetween: number): Promise<Account> {
  const one = await account()
  for (let number = 0; number < count; number++) {
    const createdAt = ago(number * hoursBetween).toISOString()
    one.api.addJob({ id: `job-${number}`, status: 'completed', createdAt })
  }
  return one
}

function idsFrom(first: number, end: number): readonly string[] {
  return Array.from({ length: end - first }, (_, index) => `job-${first + index}`)
}

/** Page of a list that the fake does not write. */
function pageWith(prev_url: string | null, ...transcripts: readonly unknown[]) {
  return jsonAnswer({ page_details: { limit: 200, prev_url, next_url: null }, transcripts })
}

const item = { id: 'a', status: 'completed', created: '2026-11-21T11:00:00.000000', completed: null }

describe('the list of jobs', () => {
  it('is asked for with as few requests as there are pages of 200, newest first', async () => {
    const one = await accountWith(450, 0.1)
    expect((await one.list()).map(({ jobId }) => jobId)).toEqual(idsFrom(0, 450))
    expect(one.api.requests).toMatchObject(Array(3).fill({ method: 'GET', path: '/v2/transcript' }))
    expect(one.api.requests.map(({ query }) => String(query))).toEqual([
      'limit=200',
      'limit=200&before_id=job-199',
      'limit=200&before_id=job-399',
    ])
  })

  it('of a full last page ends there', async () => {
    const one = await accountWith(400, 0.1)
    expect(await one.list()).toHaveLength(400)
    expect(one.api.requests).toHaveLength(2)
  })

  it('of ten thousand jobs takes fifty requests', async () => {
    const one = await accountWith(10_000, 0.01)
    expect(await one.list()).toHaveLength(10_000)
    expect(one.api.requests).toHaveLength(50)
  })

  it('asks for nothing before the next page is wanted', async () => {
    const one = await accountWith(450, 0.1)
    const pages = one.pages()
    expect(one.api.requests).toHaveLength(0)
    expect((await pages.next()).value).toHaveLength(200)
    expect(one.api.requests).toHaveLength(1)
    await pages.next()
    expect(one.api.requests).toHaveLength(2)
    await pages.return?.()
    expect(one.api.requests).toHaveLength(2)
  })

  it('of an empty account is one empty page', async () => {
    const one = await account()
    const pages = one.pages()
    expect(await pages.next()).toEqual({ done: false, value: [] })
    expect(await pages.next()).toMatchObject({ done: true })
    expect(one.api.requests).toHaveLength(1)
  })

  it('has nothing that is older than 90 days', async () => {
    const one = await account()
    one.api.addJob({ id: 'young', status: 'completed', createdAt: ago(24 * 89).toISOString() })
    one.api.addJob({ id: 'old', status: 'completed', createdAt: ago(24 * 91).toISOString() })
    expect((await one.list(new Date(0))).map(({ jobId }) => jobId)).toEqual(['young'])
  })

  it('is asked of the region, and of no host that an answer names', async () => {
    const one = await accountWith(3, 1)
    one.api.fail(pageWith('https://evil.example.com/x?limit=1&before_id=job-0&key=1', item))
    expect((await one.list()).map(({ jobId }) => jobId)).toEqual(['a', 'job-1', 'job-2'])
    expect(one.api.requests.map(({ headers }) => headers['host'])).toEqual(
      Array(2).fill('api.assemblyai.com'),
    )
    expect(String(one.api.requests[1]?.query)).toBe('limit=200&before_id=job-0')
  })

  it('ends with an error where AssemblyAI leads nowhere', async () => {
    const one = await account()
    const around = pageWith('https://api.assemblyai.com/v2/transcript?before_id=a', item)
    one.api.fail(around, around)
    await expect(one.list()).rejects.toThrow('[assemblyai] The list of transcripts does not end.')
    one.api.fail(pageWith('https://api.assemblyai.com/v2/transcript?after_id=a', item))
    await expect(one.list()).rejects.toMatchObject({ code: 'api_answer' })
  })

  it('stops at once when it is aborted', async () => {
    const one = await accountWith(3, 1)
    one.api.fail('silent')
    const controller = new AbortController()
    const page = one.pages(ago(24), controller.signal).next()
    controller.abort(new Error('enough'))
    await expect(page).rejects.toThrow('enough')
  })
})

describe('since', () => {
  it('ends the paging a day before it, because a job may take that long', async () => {
    const one = await accountWith(1_000, 0.25)
    const reports = await one.list(ago(30))
    // 54 hours, of which the jobs of 24 ended before.
    expect(one.api.requests).toHaveLength(2)
    expect(reports.map(({ jobId }) => jobId)).toEqual(idsFrom(0, 121))
  })

  it('leaves out only what cannot have changed', async () => {
    const one = await account()
    const add = (id: string, createdAt: number, endedAt: number) =>
      one.api.addJob({
        id,
        status: 'completed',
        createdAt: ago(createdAt).toISOString(),
        endedAt: ago(endedAt).toISOString(),
      })
    add('slow', 22, 1)
    add('done', 23, 3)
    one.api.addJob({ id: 'running', status: 'processing', createdAt: ago(23).toISOString() })
    one.api.addJob({ id: 'failed', status: 'error', createdAt: ago(24).toISOString() })
    one.api.addJob({ id: 'deleted', status: 'deleted', createdAt: ago(25).toISOString() })
    one.api.addJob({ id: 'failed long ago', status: 'error', createdAt: ago(27).toISOString() })
    const reports = await one.list(ago(2))
    expect(reports.map(({ jobId }) => jobId)).toEqual(['slow', 'running', 'failed', 'deleted'])
  })
})

describe('a listed job', () => {
  it('has its state and its times, and its event only by asking for it', async () => {
    const one = await account()
    const [createdAt, endedAt] = ['2026-11-21T11:00:00.123Z', '2026-11-21T11:00:07.000Z']
    for (const status of ['queued', 'processing', 'completed', 'error', 'deleted'] as const)
      one.api.addJob({ id: status, status, createdAt, endedAt })
    one.api.addJob({ id: 'new', status: 'completed', createdAt, fields: { status: 'throttled' } })
    const facts = { product: 'transcript', createdAt }
    expect((await one.list()).toReversed()).toEqual([
      { jobId: 'queued', state: 'running', ...facts },
      { jobId: 'processing', state: 'running', ...facts },
      { jobId: 'completed', state: 'ended', ...facts, endedAt },
      { jobId: 'error', state: 'ended', ...facts },
      { jobId: 'deleted', state: 'deleted', ...facts, endedAt },
      { jobId: 'new', state: 'running', ...facts },
    ])
  })

  it('is none if it has no id or no status', async () => {
    const one = await account()
    one.api.fail(pageWith(null, null, 'a', {}, { id: 'a' }, { status: 'error' }, item))
    expect(await one.list()).toMatchObject([{ jobId: 'a' }])
  })
})

describe('a list in trouble', () => {
  it('comes after pauses, those that AssemblyAI asks for', async () => {
    const one = await accountWith(250, 0.1)
    const pages = one.pages()
    one.api.limitRate(7)
    await pages.next()
    expect(one.clock.slept).toEqual([7_000])
    one.api.fail(trouble, 'truncated', 'reset')
    expect((await pages.next()).value).toHaveLength(50)
    expect(one.api.requests).toHaveLength(6)
  })

  it('is given up, and can be asked for anew', async () => {
    const one = await accountWith(250, 0.1)
    const pages = one.pages()
    await pages.next()
    one.api.fail(trouble, trouble, trouble, trouble)
    await expect(pages.next()).rejects.toMatchObject({ code: 'api_unavailable' })
    expect(await pages.next()).toMatchObject({ done: true })
    expect(await one.list()).toHaveLength(250)
  })

  const answers = [
    ['401 as HTML', html401, 'api_key_refused'],
    ['404', { status: 404 }, 'api_answer'],
    ['400', jsonAnswer({ error: 'limit' }, 400), 'api_answer'],
    ['302', { status: 302, headers: { location: 'https://evil.example.com' } }, 'unsafe_url'],
    ['no list', jsonAnswer([]), 'api_answer'],
    ['a list of nothing', jsonAnswer({ transcripts: null }), 'api_answer'],
  ] as const
  it.each(answers)('%s is asked for once and says so, without the key', async (_, answer, code) => {
    const one = await account()
    one.api.fail(answer)
    const error = await one.list().catch((reason: unknown) => reason)
    expect(error).toMatchObject({ code, provider: 'assemblyai' })
    expect(inspect(error)).not.toContain(canary)
    expect(one.api.requests).toHaveLength(1)
  })

  it('fails where the job that a page begins behind is gone', async () => {
    const one = await accountWith(250, 0.1)
    const pages = one.pages()
    await pages.next()
    one.api.expireJob('job-199')
    await expect(pages.next()).rejects.toMatchObject({ code: 'api_answer' })
  })
})

describe('what can be listed', () => {
  it('is there for 90 days, and for those with a key', () => {
    expect(assemblyai({ secret: 's', apiKey: 'k' }).api?.retentionMs).toBe(90 * 86_400_000)
    expect(assemblyai({ secret: 's' }).api).not.toHaveProperty('listJobs')
  })
})

describe('the fake of the list', () => {
  it('lists what takes the place of the documentation, and keeps the place of what is replaced', async () => {
    let now = Date.UTC(2026, 10, 21)
    const one = await account({}, () => now++)
    const example = '9ea68fd3-f953-42c1-9742-976c447fb463'
    one.api.addJob({ id: example, status: 'processing' })
    one.api.addJob({ id: 'a', status: 'completed' })
    one.api.addJob({ id: example, status: 'completed' })
    expect((await one.list()).map(({ jobId, state }) => [jobId, state])).toEqual([
      ['a', 'ended'],
      [example, 'ended'],
    ])
  })

  const created = (time: string) => `2024-03-11T${time}Z`
  const documented = [
    ['older', 'completed', '20:00:00.000000', '20:00:00.000000', {}],
    [
      '28a73d01-98db-41dd-9e98-2533ba0af117',
      'completed',
      '21:12:57.372215',
      '21:13:03.267020',
      { audio_url: 'https://assembly.ai/nbc.mp3' },
    ],
    ['ce522f10-d204-42e8-a838-6b95098145cc', 'error', '21:23:59.979420', '21:24:00.000000', {}],
    ['b33f4691-85b7-4f31-be12-a87cef1c1229', 'deleted', '21:29:59.936851', '21:30:07.314223', {}],
  ] as const

  async function documentedAccount() {
    const one = await account({}, () => Date.UTC(2024, 2, 12))
    for (const [id, status, from, to, fields] of documented)
      one.api.addJob({ id, status, createdAt: created(from), endedAt: created(to), fields })
    const client = createApiClient(one.client)
    return (query: Readonly<Record<string, string | number>>) => client.json(path`/v2/transcript`, { query })
  }
  const sample: unknown = JSON.parse(
    new TextDecoder().decode(apiFixtures.find(({ file }) => file === 'transcripts.list.json')?.bytes),
  )

  it('writes the list of the documentation', async () => {
    const ask = await documentedAccount()
    expect(await ask({ limit: 3 })).toEqual(sample)
  })

  it('goes both ways, and filters', async () => {
    const ask = await documentedAccount()
    const [newest, failed, oldest] = ['b33f4691', 'ce522f10', '28a73d01'].map((start) =>
      expect.objectContaining({ id: expect.stringMatching(start) }),
    )
    const first = documented[1][0]
    expect(await ask({ limit: 1, after_id: first })).toMatchObject({
      page_details: { prev_url: expect.stringContaining('before_id=ce522f10') },
      transcripts: [failed],
    })
    expect(await ask({ after_id: first })).toMatchObject({ transcripts: [newest, failed] })
    expect(await ask({ before_id: first })).toMatchObject({
      page_details: { limit: 10, result_count: 1, prev_url: null },
      transcripts: [{ id: 'older' }],
    })
    expect(await ask({ status: 'error' })).toMatchObject({ transcripts: [failed] })
    expect(await ask({ created_on: '2024-03-11', limit: 3 })).toMatchObject({
      page_details: { prev_url: expect.stringContaining('created_on=2024-03-11&before_id=28a73d01') },
      transcripts: [newest, failed, oldest],
    })
    expect(await ask({ created_on: '2024-03-10' })).toMatchObject({
      page_details: { prev_url: null, next_url: null },
      transcripts: [],
    })
  })

  it.each([{ limit: 201 }, { limit: 0 }, { before_id: 'nobody' }])('refuses %j', async (query) => {
    const ask = await documentedAccount()
    await expect(ask(query)).rejects.toThrow()
  })
})
