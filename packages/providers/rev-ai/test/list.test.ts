import { inspect } from 'node:util'
import { createApiClient, path } from '@stt-webhooks/api-client'
import { type RevAiOptions, revAi } from '@stt-webhooks/rev-ai'
import { apiFixtures } from '@stt-webhooks/rev-ai/testing'
import { jsonAnswer } from '@stt-webhooks/testing'
import { describe, expect, it } from 'vitest'
import { type Account, account, ago } from './support/account.ts'
import { canary } from './support/bench.ts'

const trouble = { status: 500 }
const html401 = { status: 401, headers: { 'content-type': 'text/html' }, body: '<html>401</html>' }

/** So many transcriptions, the first one the newest, with so many hours between them. Only transcription is used. */
async function accountWith(count: number, hoursBetween: number): Promise<Account> {
  const one = await account({ products: ['async'] })
  for (let number = 0; number < count; number++) {
    const createdAt = ago(number * hoursBetween).toISOString()
    one.api.addJob({ id: `job-${number}`, status: 'transcribed', createdAt })
  }
  return one
}

function idsFrom(first: number, end: number): readonly string[] {
  return Array.from({ length: end - first }, (_, index) => `job-${first + index}`)
}

function sample(file: string): unknown {
  return JSON.parse(new TextDecoder().decode(apiFixtures.find((fixture) => fixture.file === file)?.bytes))
}

describe('the list of jobs', () => {
  it('is asked for with as few requests as there are pages of 1,000, newest first', async () => {
    const one = await accountWith(2_500, 0.1)
    expect((await one.list()).map(({ jobId }) => jobId)).toEqual(idsFrom(0, 2_500))
    expect(one.api.requests).toMatchObject(Array(3).fill({ method: 'GET', path: '/speechtotext/v1/jobs' }))
    expect(one.api.requests.map(({ query }) => String(query))).toEqual([
      'limit=1000',
      'limit=1000&starting_after=job-999',
      'limit=1000&starting_after=job-1999',
    ])
  })

  it('of a full last page ends with an empty one, for want of a cursor', async () => {
    const one = await accountWith(1_000, 0.1)
    expect(await one.list()).toHaveLength(1_000)
    expect(one.api.requests).toHaveLength(2)
  })

  it('asks for nothing before the next page is wanted', async () => {
    const one = await accountWith(1_500, 0.1)
    const pages = one.pages()
    expect(one.api.requests).toHaveLength(0)
    expect((await pages.next()).value).toHaveLength(1_000)
    expect(one.api.requests).toHaveLength(1)
    await pages.next()
    expect(one.api.requests).toHaveLength(2)
    await pages.return?.()
    expect(one.api.requests).toHaveLength(2)
  })

  it('is asked for under every root, each once', async () => {
    const one = await account()
    const pages = one.pages()
    for (let count = 1; count <= 6; count++) {
      expect(await pages.next()).toEqual({ done: false, value: [] })
      expect(one.api.requests).toHaveLength(count)
    }
    expect(await pages.next()).toMatchObject({ done: true })
    expect(one.api.requests.map((request) => request.path)).toEqual([
      '/speechtotext/v1/jobs',
      '/sentiment_analysis/v1/jobs',
      '/topic_extraction/v1/jobs',
      '/languageid/v1/jobs',
      '/alignment/v1/jobs',
      '/speechtotext/v1/vocabularies',
    ])
  })

  it('has the jobs of every root', async () => {
    const one = await account()
    one.api.addJob({ id: 'a', status: 'transcribed' })
    one.api.addJob({ id: 'b', status: 'transcribed', product: 'human' })
    one.api.addJob({ id: 'c', status: 'completed', product: 'sentiment-analysis' })
    one.api.addJob({ id: 'd', status: 'completed', product: 'topic-extraction' })
    one.api.addJob({ id: 'e', status: 'completed', product: 'language-id' })
    one.api.addJob({ id: 'f', status: 'failed', product: 'alignment' })
    one.api.addJob({ id: 'g', status: 'complete', product: 'custom-vocabulary' })
    one.api.addJob({ id: 'h', status: 'in_progress', product: 'custom-vocabulary' })
    expect((await one.list()).map(({ jobId, product, state }) => [jobId, product, state])).toEqual([
      ['b', 'human', 'ended'],
      ['a', 'async', 'ended'],
      ['c', 'sentiment-analysis', 'ended'],
      ['d', 'topic-extraction', 'ended'],
      ['e', 'language-id', 'ended'],
      ['f', 'alignment', 'ended'],
      ['h', 'custom-vocabulary', 'running'],
      ['g', 'custom-vocabulary', 'ended'],
    ])
  })

  it.each([
    [{ region: 'eu' }, ['/speechtotext/v1/jobs']],
    [{ products: ['human', 'async'] }, ['/speechtotext/v1/jobs']],
    [
      { products: ['language-id', 'custom-vocabulary'] },
      ['/languageid/v1/jobs', '/speechtotext/v1/vocabularies'],
    ],
  ] as const)('with %j is that of %j', async (options, paths) => {
    const one = await account(options)
    await one.list()
    expect(one.api.requests.map((request) => request.path)).toEqual(paths)
  })

  it('of a product that the EU has not is an error', async () => {
    const one = await account({ region: 'eu', products: ['alignment'] })
    await expect(one.list()).rejects.toThrow('ec1.api.rev.ai/alignment/v1/jobs answered 404')
    expect(one.api.requests).toHaveLength(1)
  })

  it('of vocabularies has one page, however full', async () => {
    const one = await account({ products: ['custom-vocabulary'] })
    for (let number = 0; number < 1_001; number++)
      one.api.addJob({ id: `cv${number}`, status: 'complete', product: 'custom-vocabulary' })
    expect(await one.list()).toHaveLength(1_000)
    expect(one.api.requests).toHaveLength(1)
  })

  it('has nothing that is older than 30 days, nor what was deleted', async () => {
    const one = await account()
    one.api.addJob({ id: 'young', status: 'transcribed', createdAt: ago(24 * 29).toISOString() })
    one.api.addJob({ id: 'deleted', status: 'transcribed', createdAt: ago(24 * 29).toISOString() })
    one.api.addJob({ id: 'old', status: 'transcribed', createdAt: ago(24 * 31).toISOString() })
    one.api.deleteJob('deleted')
    expect((await one.list(new Date(0))).map(({ jobId }) => jobId)).toEqual(['young'])
  })

  it('ends with an error where Rev AI leads nowhere', async () => {
    const one = await account({ products: ['async'] })
    const same = jsonAnswer(Array(1_000).fill({ id: 'a', status: 'in_progress' }))
    one.api.fail(same, same)
    await expect(one.list()).rejects.toThrow('[rev-ai] The list of speechtotext jobs does not go on.')
    one.api.fail(jsonAnswer(Array(1_000).fill({})))
    await expect(one.list()).rejects.toMatchObject({ code: 'api_answer' })
  })

  it('stops at once when it is aborted', async () => {
    const one = await account()
    one.api.fail('silent')
    const controller = new AbortController()
    const page = one.pages(ago(24), controller.signal).next()
    controller.abort(new Error('enough'))
    await expect(page).rejects.toThrow('enough')
  })
})

describe('since', () => {
  it('ends the paging two days before it, because a job may take that long', async () => {
    const one = await accountWith(2_900, 0.1)
    const reports = await one.list(ago(52))
    // 100 hours in the first page, of which the jobs of 48 ended before.
    expect(one.api.requests).toHaveLength(2)
    expect(reports.map(({ jobId }) => jobId)).toEqual(idsFrom(0, 521))
    await one.list(ago(51))
    expect(one.api.requests).toHaveLength(3)
  })

  it('leaves out only what cannot have changed', async () => {
    const one = await account()
    const add = (id: string, createdAt: number, endedAt: number) =>
      one.api.addJob({
        id,
        status: 'transcribed',
        createdAt: ago(createdAt).toISOString(),
        endedAt: ago(endedAt).toISOString(),
      })
    add('slow', 46, 1)
    add('done', 47, 3)
    one.api.addJob({ id: 'running', status: 'in_progress', createdAt: ago(48).toISOString() })
    const untold = { completed_on: undefined }
    one.api.addJob({ id: 'untold', status: 'failed', createdAt: ago(49).toISOString(), fields: untold })
    one.api.addJob({ id: 'too old', status: 'failed', createdAt: ago(51).toISOString(), fields: untold })
    const reports = await one.list(ago(2))
    expect(reports.map(({ jobId }) => jobId)).toEqual(['slow', 'running', 'untold'])
  })
})

describe('a listed job', () => {
  it('has its state, its times and its event', async () => {
    const one = await account()
    const [createdAt, endedAt] = ['2026-11-21T11:00:00.120Z', '2026-11-21T11:00:07.000Z']
    one.api.addJob({ id: 'a', status: 'in_progress', createdAt })
    one.api.addJob({ id: 'b', status: 'failed', createdAt, endedAt, fields: { failure: 'empty_media' } })
    expect(await one.list()).toMatchObject([
      {
        jobId: 'b',
        product: 'async',
        state: 'ended',
        createdAt,
        endedAt,
        event: { event: { type: 'transcript.failed', occurredAt: endedAt, error: { code: 'empty_media' } } },
      },
      { jobId: 'a', product: 'async', state: 'running', createdAt },
    ])
  })

  it('is none of a stream, nor of a type or status that we do not know', async () => {
    const one = await account()
    one.api.addJob({ id: 'a', status: 'transcribed', fields: { type: 'stream' } })
    one.api.addJob({ id: 'b', status: 'transcribed', fields: { type: 'dubbing' } })
    one.api.addJob({ id: 'c', status: 'transcribed', fields: { status: 'paused' } })
    one.api.addJob({ id: 'd', status: 'transcribed' })
    expect(await one.list()).toMatchObject([{ jobId: 'd' }])
    one.api.fail(jsonAnswer([null, 'a', {}, { id: 'a' }, { id: 7, status: 'failed' }]))
    expect(await one.list()).toEqual([])
  })
})

describe('a list in trouble', () => {
  it('comes after pauses, those that Rev AI asks for', async () => {
    const one = await accountWith(1_050, 0.1)
    const pages = one.pages()
    one.api.fail({ status: 429, headers: { 'retry-after': '7' } })
    await pages.next()
    expect(one.clock.slept).toEqual([7_000])
    one.api.fail(trouble, 'truncated', 'reset')
    expect((await pages.next()).value).toHaveLength(50)
    expect(one.api.requests).toHaveLength(6)
  })

  it('is given up, and can be asked for anew', async () => {
    const one = await accountWith(1_050, 0.1)
    const pages = one.pages()
    await pages.next()
    one.api.fail(trouble, trouble, trouble, trouble)
    await expect(pages.next()).rejects.toMatchObject({ code: 'api_unavailable' })
    expect(await pages.next()).toMatchObject({ done: true })
    expect(await one.list()).toHaveLength(1_050)
  })

  const answers = [
    ['401 as HTML', html401, 'api_key_refused'],
    ['403', { status: 403 }, 'api_key_refused'],
    ['404', { status: 404 }, 'api_answer'],
    ['400', jsonAnswer(sample('error.400.json'), 400), 'api_answer'],
    ['302', { status: 302, headers: { location: 'https://evil.example.com' } }, 'unsafe_url'],
    ['no list', jsonAnswer({}), 'api_answer'],
  ] as const
  it.each(answers)('%s is asked for once and says so, without the key', async (_, answer, code) => {
    const one = await account()
    one.api.fail(answer)
    const error = await one.list().catch((reason: unknown) => reason)
    expect(error).toMatchObject({ code, provider: 'rev-ai' })
    expect(inspect(error)).not.toContain(canary)
    expect(one.api.requests).toHaveLength(1)
  })

  it('fails where the job that a page begins behind is gone', async () => {
    const one = await accountWith(1_050, 0.1)
    const pages = one.pages()
    await pages.next()
    one.api.deleteJob('job-999')
    await expect(pages.next()).rejects.toMatchObject({ code: 'api_answer' })
  })
})

describe('what can be listed', () => {
  it('is there for 30 days, and for those with a key', () => {
    expect(revAi({ secret: 's', apiKey: 'k' }).api?.retentionMs).toBe(30 * 86_400_000)
    expect(Object.keys(revAi({ secret: 's' }).api ?? {})).toEqual(['fetch'])
  })

  it.each([[[]], [['async', 'dubbing']], [['toString']]])('cannot be the products %j', (products) => {
    const options = { secret: 's', products }
    expect(() => Reflect.apply(revAi, undefined, [options])).toThrow('`products` must name at least one')
  })

  it('is typed', () => {
    const options: RevAiOptions = { secret: 's', products: ['async', 'alignment'] }
    expect(revAi(options).provider).toBe('rev-ai')
  })
})

describe('the fake of the lists', () => {
  it('lists what takes the place of the documentation, and keeps the place of what is replaced', async () => {
    let now = Date.UTC(2026, 10, 21)
    const one = await account({ products: ['async'] }, () => now++)
    one.api.addJob({ id: 'Umx5c6F7pH7r', status: 'in_progress' })
    one.api.addJob({ id: 'a', status: 'transcribed' })
    one.api.addJob({ id: 'Umx5c6F7pH7r', status: 'transcribed' })
    expect((await one.list()).map(({ jobId, state }) => [jobId, state])).toEqual([
      ['a', 'ended'],
      ['Umx5c6F7pH7r', 'ended'],
    ])
    expect(await one.get({ jobId: 'Umx5c6F7pH7r' })).toMatchObject({ state: 'ended' })
  })

  async function documentedAccount() {
    const one = await account({}, () => Date.UTC(2021, 0, 4))
    const client = createApiClient(one.client)
    return {
      ...one,
      jobs: (query = {}) => client.json(path`/speechtotext/v1/jobs`, { query, isGone: () => false }),
      client,
    }
  }

  it('writes the list of the documentation', async () => {
    const { api, jobs } = await documentedAccount()
    const page = sample('jobs.list.json')
    if (!Array.isArray(page)) return expect.unreachable()
    for (const fields of page) api.addJob({ id: fields.id, status: 'transcribed', fields })
    expect(await jobs()).toEqual(page)
    expect(await jobs({ limit: 1 })).toEqual(page.slice(0, 1))
    expect(await jobs({ limit: 0 })).toEqual([])
    expect(await jobs({ starting_after: 'Lr694KPg1ibR' })).toEqual(page.slice(1))
    expect(await jobs({ starting_after: 'MmFagMtRMqtt' })).toEqual([])
  })

  it('writes the list of vocabularies of the documentation', async () => {
    const one = await account({}, () => Date.UTC(2018, 4, 6))
    const client = createApiClient(one.client)
    const page = sample('vocabularies.list.json')
    if (!Array.isArray(page)) return expect.unreachable()
    for (const fields of page.toReversed()) {
      const { id, status } = fields
      one.api.addJob({ id, status, product: 'custom-vocabulary', fields })
    }
    expect(await client.json(path`/speechtotext/v1/vocabularies`)).toEqual(page)
  })

  it.each([{ limit: 1_001 }, { limit: -1 }, { starting_after: 'nobody' }])('refuses %j', async (query) => {
    const { jobs } = await documentedAccount()
    await expect(jobs(query)).rejects.toThrow()
  })
})
