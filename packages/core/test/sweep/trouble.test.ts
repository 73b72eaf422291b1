import { inboxMemory, WebhookError, type WebhookErrorCode } from '@stt-webhooks/core'
import { describe, expect, it } from 'vitest'
import { createSweepBench, minute, sweep } from './support/bench.ts'
import { createService } from './support/service.ts'

function failWith(code: WebhookErrorCode, at: (call: string) => boolean) {
  return (call: string): void => {
    if (at(call)) throw new WebhookError(code, 'Made up.', { provider: 'fake' })
  }
}

describe('a list that cannot be read to its end', () => {
  it.each(['api_unavailable', 'api_key_refused', 'api_answer'] as const)(
    'interrupts the sweep (%s): what was found is kept, somebody is told, and the next one begins at the same point',
    async (code) => {
      const bench = await createSweepBench({}, { service: createService({ pageSize: 1 }) })
      bench.service.put({ id: 'a', state: 'completed' }, { id: 'b', state: 'completed' })
      bench.service.before(failWith(code, () => bench.service.calls.length === 2))
      expect(await sweep(bench)).toMatchObject({
        ...{ outcome: 'interrupted', reason: `it stopped at ${code}`, listed: 1, found: [{ jobId: 'a' }] },
      })
      expect(bench.errors).toMatchObject([
        { error: { code }, context: { provider: 'fake', endpoint: 'fake' } },
      ])
      expect(await bench.inbox.jobs.mark('sweep:fake')).toBeUndefined()
      expect(await sweep(bench)).toMatchObject({ outcome: 'swept', found: [{ jobId: 'b' }] })
    },
  )
})

describe('a job that cannot be read', () => {
  it('does not hold up the others, and is asked for again by the next sweep', async () => {
    const bench = await createSweepBench({}, { service: createService({ isThin: true }) })
    for (const id of ['a', 'b', 'c']) bench.service.put({ id, state: 'completed' })
    bench.service.before(failWith('api_answer', (call) => call === 'get b'))
    expect(await sweep(bench)).toMatchObject({
      ...{ outcome: 'swept', failed: 1, found: [{ jobId: 'a' }, { jobId: 'c' }] },
    })
    bench.service.before(() => {})
    expect(await sweep(bench)).toMatchObject({ failed: 0, found: [{ jobId: 'b' }] })
  })

  it('is not the first in line for ever', async () => {
    const bench = await createSweepBench()
    for (const jobId of ['a', 'b']) await bench.receiver.jobs.expect({ endpoint: 'fake', jobId })
    for (const id of ['a', 'b']) bench.service.put({ id, state: 'completed', isUnlisted: true })
    bench.clock.now += 31 * minute
    bench.service.before(failWith('api_answer', (call) => call === 'get a'))
    expect(await sweep(bench)).toMatchObject({ outcome: 'swept', failed: 1, found: [{ jobId: 'b' }] })
    bench.service.before(() => {})
    await sweep(bench)
    expect(bench.events).toHaveLength(1)
    bench.clock.now += 2 * minute
    expect((await sweep(bench)).found).toMatchObject([{ jobId: 'a' }])
  })

  it('stops everything if it is the service that is in trouble', async () => {
    const bench = await createSweepBench()
    for (const jobId of ['a', 'b']) await bench.receiver.jobs.expect({ endpoint: 'fake', jobId })
    bench.clock.now += 31 * minute
    bench.service.before(failWith('api_unavailable', (call) => call.startsWith('get')))
    expect(await sweep(bench)).toMatchObject({ outcome: 'interrupted', failed: 0 })
    expect(bench.service.calls).toEqual(['list', 'get a'])
    expect(bench.events).toEqual([])
  })

  it('is overdue if there is no answer that could ever come', async () => {
    const bench = await createSweepBench()
    await bench.receiver.jobs.expect({ endpoint: 'fake', jobId: 'a' })
    bench.clock.now += 31 * minute
    bench.service.before(failWith('no_transcript', (call) => call.startsWith('get')))
    await sweep(bench)
    expect(bench.events).toMatchObject([
      {
        type: 'transcript.overdue',
        reason: 'the service cannot be asked for it (WebhookError (no_transcript))',
      },
    ])
  })
})

describe('an inbox that cannot store', () => {
  it('interrupts the sweep, and nothing is taken for found', async () => {
    const memory = inboxMemory()
    let isDown = true
    const inbox: typeof memory = {
      ...memory,
      accept: (...parameters) =>
        isDown ? Promise.reject(new Error('disk full')) : memory.accept(...parameters),
    }
    const bench = await createSweepBench({}, { inbox })
    bench.service.put({ id: 'a', state: 'completed' })
    expect(await sweep(bench)).toMatchObject({
      outcome: 'interrupted',
      reason: 'it stopped at Error',
      found: [],
    })
    isDown = false
    expect((await sweep(bench)).found).toMatchObject([{ jobId: 'a' }])
  })
})
