import { describe, expect, it } from 'vitest'
import { createSweepBench, minute, type SweepBench, sweep } from './support/bench.ts'
import { createService, day } from './support/service.ts'

const key = { endpoint: 'fake', jobId: 'a' }
const find = ({ receiver }: SweepBench) => receiver.jobs.find(key)

async function createLate(...parameters: Parameters<typeof createSweepBench>): Promise<SweepBench> {
  const bench = await createSweepBench(...parameters)
  await bench.receiver.jobs.expect({ ...key, metadata: { customer: 7 } })
  bench.clock.now += 31 * minute
  return bench
}

describe('an expected job that no list shows', () => {
  it('is not asked for before it is late', async () => {
    const bench = await createSweepBench()
    await bench.receiver.jobs.expect(key)
    bench.service.put({ id: 'a', state: 'completed', isUnlisted: true })
    bench.clock.now += 30 * minute - 1
    await sweep(bench)
    expect(bench.service.calls).toEqual(['list'])
    bench.clock.now += 1
    await sweep(bench)
    expect(bench.service.calls).toEqual(['list', 'list', 'get a'])
    expect(bench.events).toMatchObject([{ type: 'transcript.completed', jobId: 'a', source: 'sweep' }])
    expect(await find(bench)).toMatchObject({ state: 'completed', endedBy: 'sweep', checks: 1 })
  })

  it('is asked for less and less while it runs', async () => {
    const bench = await createLate()
    bench.service.put({ id: 'a', state: 'running', isUnlisted: true })
    const asked: number[] = []
    for (let passed = 0; passed < 200; passed++) {
      const before = bench.service.calls.length
      await sweep(bench)
      if (bench.service.calls.slice(before).includes('get a')) asked.push(passed)
      bench.clock.now += minute
    }
    expect(asked).toEqual([0, 2, 6, 14, 30, 62, 122, 182])
    expect(bench.events).toEqual([])
  })

  it('is lost once the service knows it no longer and sends nothing any more', async () => {
    const bench = await createLate()
    await sweep(bench)
    expect(bench.events).toEqual([])
    bench.clock.now += 5 * minute
    const swept = await sweep(bench)
    expect(swept.found).toMatchObject([
      { type: 'transcript.failed', jobId: 'a', product: 'fake', error: { code: 'lost', retryable: true } },
    ])
    expect(bench.events).toHaveLength(1)
    expect(await find(bench)).toMatchObject({ state: 'lost', endedBy: 'sweep' })
    bench.clock.now += day
    await sweep(bench)
    expect(bench.events).toHaveLength(1)
  })

  it('is lost too if it was deleted at the service before its end was heard of, listed or not', async () => {
    for (const isUnlisted of [false, true]) {
      const bench = await createLate()
      bench.clock.now += 5 * minute
      bench.service.put({ id: 'a', state: 'deleted', isUnlisted })
      await sweep(bench)
      expect(bench.events).toMatchObject([{ type: 'transcript.failed', error: { code: 'lost' } }])
      expect(await find(bench)).toMatchObject({ state: 'lost' })
    }
  })

  it('is not lost if its webhook came before it was deleted', async () => {
    const bench = await createLate()
    await bench.deliver('a')
    bench.service.put({ id: 'a', state: 'deleted' })
    bench.clock.now += day
    await sweep(bench)
    expect(bench.events).toMatchObject([{ type: 'transcript.completed' }])
    expect(await find(bench)).toMatchObject({ state: 'completed', endedBy: 'webhook' })
  })

  it('that the service lists as running is not asked for singly', async () => {
    const bench = await createLate()
    bench.service.put({ id: 'a', state: 'running' })
    await sweep(bench)
    expect(bench.service.calls).toEqual(['list'])
    expect(await find(bench)).toMatchObject({ state: 'running', checks: 1 })
    await sweep(bench)
    expect(await find(bench)).toMatchObject({ checks: 1 })
  })
})

describe('transcript.overdue', () => {
  it('tells once of a job whose id was never learnt', async () => {
    const bench = await createSweepBench()
    await bench.receiver.jobs.expect({
      ...{ endpoint: 'fake', reference: 'order-1', metadata: { customer: 7 } },
    })
    bench.clock.now += 31 * minute
    for (let hours = 0; hours < 5; hours++) {
      await sweep(bench)
      bench.clock.now += 60 * minute
    }
    expect(bench.events).toMatchObject([
      {
        ...{ type: 'transcript.overdue', reference: 'order-1', source: 'sweep', metadata: { customer: 7 } },
        reason: 'its id was never learnt, and no list shows its reference',
        ...{ submittedAt: '2026-01-01T00:00:00.000Z', expectedAt: '2026-01-01T00:30:00.000Z' },
      },
    ])
  })

  it('tells of a job whose service cannot be asked', async () => {
    const service = createService({ overrides: { api: {} } })
    const bench = await createLate({}, { service })
    await sweep(bench)
    expect(bench.events).toMatchObject([
      { type: 'transcript.overdue', jobId: 'a', reason: 'the service cannot be asked for it' },
    ])
  })

  it('tells of a job of which the service does not say how it ended', async () => {
    const bench = await createLate()
    bench.service.put({ id: 'a', state: 'completed', isMute: true, isUnlisted: true })
    await sweep(bench)
    expect(bench.events).toMatchObject([
      { type: 'transcript.overdue', reason: 'the service does not say how it ended' },
    ])
  })

  it('does not tell of a job whose webhook the service saw arrive: something came that did not name it', async () => {
    const bench = await createLate()
    const notification = { delivered: true }
    bench.service.put({ id: 'a', state: 'completed', isMute: true, isUnlisted: true, notification })
    await sweep(bench)
    expect(bench.events).toEqual([])
    expect(await find(bench)).toMatchObject({ state: 'ended', endedBy: 'webhook' })
  })

  it.each([false, true])(
    'tells of a job that runs until its service is about to forget it (unlisted: %s)',
    async (isUnlisted) => {
      const bench = await createLate()
      bench.service.put({ id: 'a', state: 'running', isUnlisted })
      for (let hours = 0; hours < 24 * 6; hours++) {
        if (hours === 24 * 5) expect(bench.events).toEqual([])
        bench.clock.now += 60 * minute
        await sweep(bench)
      }
      expect(bench.events).toMatchObject([
        { type: 'transcript.overdue', reason: 'the service still works on it and will soon forget it' },
      ])
    },
  )

  it('is taken back by nothing: a late end is emitted all the same', async () => {
    const bench = await createSweepBench()
    await bench.receiver.jobs.expect({ endpoint: 'fake', reference: 'order-1' })
    bench.clock.now += 31 * minute
    await sweep(bench)
    bench.service.put({ id: 'a', state: 'completed', reference: 'order-1' })
    await bench.deliver('a')
    expect(bench.events.map(({ type }) => type)).toEqual(['transcript.overdue', 'transcript.completed'])
    expect(await find(bench)).toMatchObject({ state: 'completed', overdue: true })
  })

  it('is the last word on a job that its service has forgotten: nothing is asked for ever', async () => {
    const service = createService({ overrides: { api: {} } })
    const bench = await createLate({}, { service })
    await sweep(bench)
    bench.clock.now += 8 * day
    await sweep(bench)
    expect(bench.events).toHaveLength(1)
    expect(await find(bench)).toMatchObject({ state: 'lost' })
    expect(await bench.receiver.health()).toMatchObject({ endpoints: [{ open: 0 }] })
  })
})

describe('more late jobs than are looked at together', () => {
  it('are all looked at in one sweep, each once', async () => {
    const bench = await createSweepBench()
    const ids = Array.from({ length: 250 }, (_, index) => `job-${index}`)
    for (const jobId of ids) await bench.receiver.jobs.expect({ endpoint: 'fake', jobId })
    bench.service.put(...ids.map((id) => ({ id, state: 'failed' as const, isUnlisted: true })))
    bench.clock.now += 31 * minute
    expect((await sweep(bench)).found).toHaveLength(250)
    expect(bench.service.calls.filter((call) => call.startsWith('get'))).toHaveLength(250)
    expect(await bench.inbox.jobs.count('fake')).toBe(0)
  })
})
