import { fakeApi } from '@stt-webhooks/azure-speech/testing'
import { describe, expect, it, onTestFinished } from 'vitest'

const early = { lastActionDateTime: '2026-11-21T08:00:00Z', createdDateTime: '2026-11-21T07:00:00Z' }
const host = 'https://westus.api.cognitive.microsoft.com/speechtotext'

async function ask(
  query: string,
  base = `${host}/transcriptions?api-version=2024-11-15&`,
): Promise<Response> {
  const api = await fakeApi({ apiKey: 'key' })
  onTestFinished(() => api.close())
  api.expireJob('ba7ea6f5-3065-40b7-b49a-a90f48584683')
  api.addJob({ id: 'a', fields: early })
  api.addJob({ id: 'b', status: 'Failed', fields: { displayName: "It's late" } })
  api.addJob({ id: 'c', status: 'Running', fields: { locale: 'de-DE' } })
  const headers = { 'ocp-apim-subscription-key': 'key' }
  return await api.send({ method: 'GET', url: base + query, headers, body: null })
}

async function page(query: string, base?: string) {
  return JSON.parse(await (await ask(query, base)).text())
}

async function listed(query: string, base?: string): Promise<readonly string[]> {
  const { values } = await page(query, base)
  return values.map(({ self }: { self: string }) => /transcriptions\/(\w+)/.exec(self)?.[1])
}

describe('the list of the fake API', () => {
  const filters = [
    ["status eq 'Failed'", ['b']],
    ["status ne 'Failed'", ['a', 'c']],
    ['lastActionDateTime ge 2026-11-21T08:00:00Z', ['a', 'b', 'c']],
    ['lastActionDateTime gt 2026-11-21T08:00:00Z', ['b', 'c']],
    ['lastActionDateTime le 2026-11-21T08:00:00Z', ['a']],
    ['lastActionDateTime lt 2026-11-21T08:00:00Z', []],
    ['createdDateTime eq 2026-11-21T08:00:00+01:00', ['a']],
    ["displayName eq 'It''s late'", ['b']],
    ["not status eq 'Failed' and not locale eq 'de-DE'", ['a']],
    ["lastActionDateTime ge 2026-11-21T09:00:00Z and (status eq 'Succeeded' or status eq 'Failed')", ['b']],
    ["status eq 'Running' or status eq 'Failed' and locale eq 'de-DE'", ['c']],
  ] as const
  it.each(filters)('understands filter=%s', async (filter, ids) => {
    expect(await listed(`filter=${encodeURIComponent(filter)}`)).toEqual(ids)
  })

  const nonsense = [
    'status',
    "status gt 'Failed'",
    'duration eq 1',
    "(status eq 'Failed'",
    'and',
    "status eq 'a' b",
  ]
  it.each(nonsense)('refuses filter=%s', async (filter) => {
    expect((await ask(`filter=${encodeURIComponent(filter)}`)).status).toBe(400)
  })

  it('has no filter in v3.0', async () => {
    const query = `filter=${encodeURIComponent("status eq 'Failed'")}`
    expect(await listed(query, `${host}/v3.0/transcriptions?`)).toEqual(['a', 'b', 'c'])
    expect(await listed(query, `${host}/v3.1/transcriptions?`)).toEqual(['b'])
  })

  it('pages with skip and top, and repeats the query in the link to the next page', async () => {
    const filter = `filter=${encodeURIComponent("status ne 'Running'")}`
    const first = await page(`${filter}&top=1`)
    expect(first).toMatchObject({
      values: [{ self: `${host}/transcriptions/a?api-version=2024-11-15` }],
      '@nextLink': expect.stringContaining('skip=1'),
    })
    const next = new URL(first['@nextLink'])
    expect(Object.fromEntries(next.searchParams)).toEqual({
      'api-version': '2024-11-15',
      filter: "status ne 'Running'",
      skip: '1',
      top: '1',
    })
    const last = await page(next.search.slice(1), `${host}/transcriptions?`)
    expect(last).toMatchObject({ values: [{ status: 'Failed' }] })
    expect(last).not.toHaveProperty('@nextLink')
  })

  it('is there of transcriptions only', async () => {
    for (const collection of ['datasets', 'models', 'evaluations', 'endpoints', 'songs'])
      expect((await ask('', `${host}/${collection}?api-version=2024-11-15`)).status).toBe(404)
  })
})
