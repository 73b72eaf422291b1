import { inspect } from 'node:util'
import { smallestAi } from '@stt-webhooks/smallest-ai'
import { type FakeAnswer, jsonAnswer } from '@stt-webhooks/testing'
import { describe, expect, it } from 'vitest'
import { canary, ever, type Listing, listing, logged, today } from './support/listing.ts'

/** Jobs `0`, `1` … a minute after each other. */
function addJobs({ api }: Listing, count: number, isLost: (index: number) => boolean): void {
  for (let index = 0; index < count; index++) {
    const status = isLost(index) ? 'lost' : 'delivered'
    api.addJob({ id: String(index), status, timestamp: logged(index * 60) })
  }
}

const idsOf = (pages: readonly (readonly { readonly jobId: string }[])[]) =>
  pages.map((page) => page.map(({ jobId }) => jobId))

describe('the list of jobs', () => {
  it('asks once about an empty account', async () => {
    expect(await (await listing()).walk()).toEqual({ pages: [], asked: ['webhooks 1'] })
  })

  it('is asked for with the key in the header', async () => {
    const one = await listing()
    await one.walk()
    const [request] = one.api.requests
    expect(request).toMatchObject({ method: 'GET', path: '/waves/v1/analytics/webhooks/logs' })
    expect(request?.headers).toMatchObject({
      host: 'api.smallest.ai',
      authorization: `Bearer ${canary}`,
    })
    expect(Object.fromEntries(request?.query ?? [])).toEqual({ page: '1', pageSize: '50' })
  })

  it('asks for no text where every webhook arrived', async () => {
    const one = await listing()
    addJobs(one, 120, () => false)
    expect(await one.walk()).toEqual({ pages: [], asked: ['webhooks 1', 'webhooks 2', 'webhooks 3'] })
  })

  it('has the jobs whose webhook was lost, newest first, and asks no further than to the last of them', async () => {
    const one = await listing()
    const lost = [199, 151, 149, 120]
    addJobs(one, 200, (index) => lost.includes(index))
    const { pages, asked } = await one.walk()
    expect(idsOf(pages)).toEqual([
      ['199', '151'],
      ['149', '120'],
    ])
    expect(asked).toEqual(['webhooks 1', 'webhooks 2', 'webhooks 3', 'webhooks 4', 'asr 1', 'asr 2'])
  })

  it('has all of them if all were lost', async () => {
    const one = await listing()
    addJobs(one, 120, () => true)
    const { pages, asked } = await one.walk()
    expect(pages.flat().map(({ jobId }) => Number(jobId))).toEqual(
      Array.from({ length: 120 }, (_, index) => 119 - index),
    )
    expect(asked).toHaveLength(6)
  })

  it('has them whatever the order of the logs', async () => {
    const one = await listing({ order: 'oldest first' })
    addJobs(one, 120, (index) => index === 0 || index === 119)
    const { pages } = await one.walk(new Date(today + 100 * 60_000))
    expect(pages.flat().map(({ jobId }) => jobId)).toEqual(['0', '119'])
  })

  it('ends where the log is older than is wanted, in whatever zone it is', async () => {
    const one = await listing()
    const day = 24 * 60 * 60
    for (let index = 0; index < 200; index++) {
      one.api.addJob({ id: String(index), status: 'delivered', timestamp: logged((index * day) / 50) })
    }
    await one.walk(new Date(today + 3 * day * 1_000))
    // Four days, a page each: half a day of the third may be of the fourth elsewhere.
    expect(one.asked()).toEqual(['webhooks 1', 'webhooks 2'])
    await one.walk(new Date(today + 2.4 * day * 1_000))
    expect(one.asked().slice(2)).toEqual(['webhooks 1', 'webhooks 2', 'webhooks 3'])
  })

  it('looks for a text that is gone no longer than a day back', async () => {
    const one = await listing()
    addJobs(one, 5_000, () => false)
    one.api.addJob({ id: 'gone', status: 'deleted', timestamp: logged(4_999 * 60) })
    const { asked } = await one.walk(new Date(today + 4_990 * 60_000))
    // 1,440 minutes, fifty a page.
    expect(asked.filter((page) => page.startsWith('asr'))).toHaveLength(29)
  })

  it('asks for nothing before it is wanted, and for nothing more once it is left', async () => {
    const one = await listing()
    addJobs(one, 150, (index) => index % 2 === 0)
    const pages = one.pages()
    expect(one.asked()).toEqual([])
    const steps = ['webhooks 1', 'webhooks 2', 'webhooks 3', 'asr 1', 'asr 2']
    for (const [index] of steps.entries()) {
      expect((await pages.next()).value).toHaveLength(index < 3 ? 0 : 25)
      expect(one.asked()).toEqual(steps.slice(0, index + 1))
    }
    await pages.return?.()
    expect((await pages.next()).done).toBe(true)
    expect(one.asked()).toEqual(steps)
  })

  it('ends with its signal', async () => {
    const one = await listing()
    const signal = AbortSignal.abort('stopped')
    const pages = one.provider.listJobs?.(ever, { signal })[Symbol.asyncIterator]()
    await expect(pages?.next()).rejects.toBe('stopped')
    expect(one.asked()).toEqual([])
  })
})

describe('webhooks that took more than one attempt', () => {
  const orders = ['newest first', 'oldest first'] as const
  it.each(orders)('are lost if the last one failed, each job once, %s', async (order) => {
    const one = await listing({ order })
    one.api.addJob({ id: 'arrived', status: 'delivered', attempt: 3, everyAttempt: true })
    one.api.addJob({ id: 'lost', status: 'lost', everyAttempt: true })
    one.api.addJob({ id: 'under way', status: 'pending', attempt: 4, everyAttempt: true })
    const reports = (await one.walk()).pages.flat()
    expect(reports.map(({ jobId, state }) => [jobId, state])).toEqual([
      ['under way', 'running'],
      ['lost', 'ended'],
    ])
  })

  it('are not lost where the attempts are on several pages', async () => {
    const one = await listing()
    one.api.addJob({ id: 'first', status: 'delivered', attempt: 9, everyAttempt: true })
    addJobs(one, 95, () => false)
    for (let index = 0; index < 30; index++) {
      one.api.addJob({ id: `many ${index}`, status: 'delivered', attempt: 9, everyAttempt: true })
    }
    expect((await one.walk()).pages).toEqual([])
  })
})

describe('a log in trouble', () => {
  it('comes all the same if the trouble passes, as late as the service says', async () => {
    const one = await listing()
    addJobs(one, 2, () => true)
    one.api.fail({ status: 429, headers: { 'retry-after': '7' } }, 500, 'truncated')
    expect((await one.walk()).pages.flat()).toHaveLength(2)
    expect(one.clock.slept[0]).toBe(7_000)
  })

  const html: FakeAnswer = { status: 401, headers: { 'content-type': 'text/html' }, body: '<h1>401</h1>' }
  const failures = [
    ['400', 400, 'api_answer', 1],
    ['401', 401, 'api_key_refused', 1],
    ['401 in HTML', html, 'api_key_refused', 1],
    ['404', { status: 404 }, 'api_answer', 1],
    ['413', 413, 'api_answer', 1],
    ['429', 429, 'api_unavailable', 4],
    ['500', 500, 'api_unavailable', 4],
    ['a cut body', 'truncated', 'api_answer', 4],
  ] as const
  it.each(failures)('%s → %s %s, and the next list is whole', async (_, fault, code, times) => {
    const one = await listing()
    addJobs(one, 60, (index) => index === 0)
    one.api.fail(...Array<typeof fault>(times).fill(fault))
    await expect(one.walk()).rejects.toMatchObject({ code, provider: 'smallest-ai' })
    expect(one.api.requests).toHaveLength(times)
    expect((await one.walk()).pages.flat()).toHaveLength(1)
  })

  it('gives the pages before it', async () => {
    const one = await listing()
    addJobs(one, 100, () => true)
    const pages = one.pages()
    for (const length of [0, 0, 50]) expect((await pages.next()).value).toHaveLength(length)
    one.api.fail(401)
    await expect(pages.next()).rejects.toMatchObject({ code: 'api_key_refused' })
  })

  const strange = [[], { data: null, totalPages: 1 }, { data: [], page: 1 }, { status: 'success' }]
  it.each(strange)('is never made of %j', async (answer) => {
    const one = await listing()
    one.api.fail(jsonAnswer(answer))
    await expect(one.walk()).rejects.toMatchObject({ code: 'api_answer' })
  })

  it('may have entries that say nothing', async () => {
    const one = await listing()
    const data = [7, null, {}, { request_id: 'a' }, { request_id: 7, status: 'failed' }]
    one.api.fail(jsonAnswer({ data, totalPages: 1 }))
    expect((await one.walk()).pages).toEqual([])
  })

  it('ends where it is shorter than it said', async () => {
    const one = await listing()
    one.api.fail(
      jsonAnswer({ data: [{ request_id: 'a', status: 'success' }], totalPages: 9 }),
      jsonAnswer({ data: [], totalPages: 9 }),
    )
    expect((await one.walk()).asked).toEqual(['webhooks 1', 'webhooks 2'])
  })

  it('shows no key', async () => {
    const one = await listing()
    one.api.fail({ status: 400, body: canary })
    const error = await one.walk().catch((reason: unknown) => reason)
    expect(inspect(error, { depth: 9 })).not.toContain(canary)
  })
})

describe('the API key', () => {
  it('is what the API needs', () => {
    expect(smallestAi({ secret: 's' }).api).toBeUndefined()
    expect(smallestAi({ secret: 's', apiKey: 'k' }).api).toMatchObject({ retentionMs: 7 * 24 * 60 * 60_000 })
  })

  it.each([
    ['is empty or blank', ''],
    ['is empty or blank', ' '],
    ['starts with "Bearer "', 'Bearer abc'],
  ])('is refused if it %s', (reason, apiKey) => {
    expect(() => smallestAi({ secret: 's', apiKey })).toThrow(reason)
  })
})
