import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { smallestAi } from '@stt-webhooks/smallest-ai'
import { apiFixtures } from '@stt-webhooks/smallest-ai/testing'
import { describe, expect, it } from 'vitest'
import { canary, type Listing, listing, sample } from './support/listing.ts'

function ask(
  { api }: Listing,
  method: string,
  path: string,
  key: string | undefined = canary,
): Promise<Response> {
  const headers: Record<string, string> = key === '' ? {} : { authorization: `Bearer ${key}` }
  return fetch(`${api.origin}/waves/v1${path}`, { method, headers })
}

const errors = JSON.parse(JSON.stringify(sample('rest-errors.json')))

describe('the fake API of Smallest.ai', () => {
  it('accepts jobs, and knows where their webhook goes', async () => {
    const one = await listing()
    const { webhook_url } = smallestAi({ unsafeAllowUnauthenticated: true }).submitParameters({
      url: 'https://example.com/hook?order=7',
    })
    const query = new URLSearchParams({ model: 'pulse-pro', language: 'en', webhook_url })
    const first = await (await ask(one, 'POST', `/stt/?${query}`)).json()
    expect(first).toEqual(sample('response-async-accepted.json'))
    const second = JSON.parse(await (await ask(one, 'POST', `/stt/?${query}`)).text())
    expect(second).toEqual({ status: 'processing', request_id: expect.any(String) })
    const id: string = second.request_id
    expect(id).not.toBe(JSON.parse(JSON.stringify(first)).request_id)
    expect((await one.walk()).pages).toEqual([])

    one.api.addJob({ id, status: 'lost' })
    expect((await one.walk()).pages.flat()).toMatchObject([
      { jobId: id, event: { event: { metadata: { order: '7' } } } },
    ])
  })

  const requests = [
    ['POST', '/stt/?language=en', canary, 400, '400_unified'],
    ['GET', '/analytics/asr/logs', '', 401, '401_no_header'],
    ['GET', '/analytics/asr/logs', 'another', 401, '401_bad_key'],
  ] as const
  it.each(requests)('answers %s %s as the documentation does', async (method, path, key, status, name) => {
    const answer = await ask(await listing(), method, path, key)
    expect([answer.status, await answer.json()]).toEqual([status, errors[name]])
  })

  it('gives fifty entries of a log unless it is asked for others, and a hundred at most', async () => {
    const one = await listing()
    for (let index = 0; index < 120; index++) one.api.addJob({ id: String(index), status: 'lost' })
    for (const log of ['/analytics/asr/logs', '/analytics/webhooks/logs']) {
      expect(await (await ask(one, 'GET', log)).json()).toMatchObject({
        status: 'success',
        page: 1,
        pageSize: 50,
        totalCount: 120,
        totalPages: 3,
        data: { length: 50 },
      })
      const last = await ask(one, 'GET', `${log}?page=2&pageSize=100`)
      expect(await last.json()).toMatchObject({ page: 2, pageSize: 100, totalPages: 2, data: { length: 20 } })
      for (const query of ['pageSize=101', 'pageSize=0', 'page=0', 'page=x']) {
        expect((await ask(one, 'GET', `${log}?${query}`)).status).toBe(400)
      }
    }
  })

  it('writes into its logs the fields of the documentation and no others', async () => {
    const one = await listing()
    one.api.addJob({ id: 'a', status: 'lost' })
    for (const [path, file] of [
      ['/analytics/asr/logs', 'analytics-asr-logs-page.json'],
      ['/analytics/webhooks/logs', 'analytics-webhook-logs-page.json'],
    ] as const) {
      const page = JSON.parse(await (await ask(one, 'GET', path)).text())
      const documented = JSON.parse(JSON.stringify(sample(file)))
      expect(Object.keys(page).sort()).toEqual(Object.keys(documented).sort())
      expect(Object.keys(page.data[0]).sort()).toEqual(Object.keys(documented.data[0]).sort())
    }
  })

  it('forgets the text of a request that was deleted', async () => {
    const one = await listing()
    one.api.addJob({ id: 'a', status: 'lost' })
    const answer = await ask(one, 'DELETE', '/analytics/asr/history/a')
    expect(await answer.json()).toEqual({ status: 'success' })
    expect((await one.walk()).pages.flat()).toMatchObject([{ jobId: 'a', state: 'deleted' }])
  })

  it('knows nothing else', async () => {
    const one = await listing()
    const query = 'model=pulse-pro&language=en'
    for (const [method, path] of [
      ['POST', `/stt/?${query}`],
      ['GET', '/analytics/asr/history/a'],
      ['GET', '/jobs'],
    ] as const) {
      expect((await ask(one, method, path)).status).toBe(404)
    }
  })
})

describe('the samples of the API', () => {
  const folder = new URL('../fixtures/api/', import.meta.url)
  const index: { file: string; sha256: string }[] = JSON.parse(
    readFileSync(new URL('index.json', folder), 'utf8'),
  )
  it.each(index)('$file is untouched', ({ file, sha256 }) => {
    const bytes = readFileSync(new URL(file, folder))
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(sha256)
  })

  it('are all listed', () => {
    expect(apiFixtures).toHaveLength(4)
  })
})
