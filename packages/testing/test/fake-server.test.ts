import { jsonAnswer, startFakeServer } from '@stt-webhooks/testing'
import { describe, expect, it } from 'vitest'

describe('a fake server', () => {
  it('answers, remembers what was asked, and has faults when it is told to', async () => {
    const server = await startFakeServer(({ path }) =>
      path === '/jobs/1' ? jsonAnswer({ id: '1' }) : undefined,
    )
    const ask = (path: string) => fetch(`${server.origin}${path}`, { headers: { authorization: 'key' } })
    try {
      expect(await (await ask('/jobs/1?wait=0')).json()).toEqual({ id: '1' })
      expect((await ask('/jobs/2')).status).toBe(404)
      server.fail({ status: 429, headers: { 'retry-after': '1' } }, 'reset', 'truncated')
      expect((await ask('/jobs/1')).headers.get('retry-after')).toBe('1')
      await expect(ask('/jobs/1')).rejects.toThrow()
      await expect(ask('/jobs/1').then((answer) => answer.text())).rejects.toThrow()
      expect((await ask('/jobs/1')).status).toBe(200)
      expect(server.requests[0]).toMatchObject({
        method: 'GET',
        path: '/jobs/1',
        headers: { authorization: 'key' },
      })
      expect(server.requests[0]?.query.get('wait')).toBe('0')
      expect(server.requests).toHaveLength(6)
    } finally {
      await server.close()
    }
  })

  it('leaves a request without an answer until it is closed', async () => {
    const server = await startFakeServer(() => ({}))
    server.fail('silent')
    const asked = fetch(server.origin)
    while (server.requests.length === 0) await new Promise((resolve) => setImmediate(resolve))
    await server.close()
    await expect(asked).rejects.toThrow()
  })
})
