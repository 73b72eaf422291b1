import { describe, expect, it } from 'vitest'
import { createSweepBench, minute, sweep } from './support/bench.ts'
import { createService, day } from './support/service.ts'

describe('a sweep of what the service lists', () => {
  it('emits the end that never arrived, with the id of the webhook', async () => {
    const bench = await createSweepBench()
    bench.service.put(
      { id: 'a', state: 'completed' },
      { id: 'b', state: 'failed' },
      { id: 'c', state: 'running' },
    )
    const swept = await sweep(bench)
    expect(swept).toMatchObject({ outcome: 'swept', listed: 3, failed: 0, undelivered: [] })
    expect(bench.events).toMatchObject([
      { type: 'transcript.completed', jobId: 'a', source: 'sweep', verifiedBy: 'api' },
      { type: 'transcript.failed', jobId: 'b', source: 'sweep', error: { code: 'bad_audio' } },
    ])
    expect(swept.found).toEqual(bench.events)
    expect(await bench.deliver('a')).toBe(202)
    expect(bench.events).toHaveLength(2)
    expect((await sweep(bench)).found).toEqual([])
  })

  it('emits nothing that a webhook brought', async () => {
    const bench = await createSweepBench()
    bench.service.put({ id: 'a', state: 'completed' })
    await bench.deliver('a')
    expect((await sweep(bench)).found).toEqual([])
    expect(bench.events).toMatchObject([{ source: 'webhook' }])
  })

  it('asks singly where the list tells too little, and only for what it does not know', async () => {
    const bench = await createSweepBench({}, { service: createService({ isThin: true }) })
    bench.service.put(
      { id: 'a', state: 'completed' },
      { id: 'b', state: 'failed' },
      { id: 'c', state: 'running' },
    )
    await bench.deliver('a')
    await sweep(bench)
    expect(bench.service.calls).toEqual(['list', 'get b'])
    expect(bench.events.map(({ jobId }) => jobId)).toEqual(['a', 'b'])
  })

  it('leaves to the service what its own retries may still bring', async () => {
    const bench = await createSweepBench()
    bench.service.put({ id: 'a', state: 'completed', endedAt: bench.clock.now })
    bench.clock.now += 5 * minute - 1
    expect((await sweep(bench)).found).toEqual([])
    bench.clock.now += 1
    expect((await sweep(bench)).found).toMatchObject([{ jobId: 'a' }])
  })

  it('names the jobs whose webhook the service could not deliver', async () => {
    const bench = await createSweepBench()
    const notification = { delivered: false, reason: 'Status 502' }
    bench.service.put({ id: 'a', state: 'completed', notification })
    expect(await sweep(bench)).toMatchObject({ undelivered: [{ jobId: 'a', reason: 'Status 502' }] })
  })

  it('respects onlyJobs', async () => {
    const bench = await createSweepBench({ onlyJobs: ({ jobId }) => jobId === 'mine' })
    bench.service.put({ id: 'mine', state: 'completed' }, { id: 'theirs', state: 'completed' })
    expect((await sweep(bench)).found).toMatchObject([{ jobId: 'mine' }])
    expect(bench.events).toHaveLength(1)
  })

  it('stores nothing in a dry run, and says what it would have found', async () => {
    const bench = await createSweepBench()
    await bench.receiver.jobs.expect({ endpoint: 'fake', jobId: 'gone' })
    await bench.receiver.jobs.expect({ endpoint: 'fake', jobId: 'b' })
    await bench.receiver.jobs.expect({ endpoint: 'fake', reference: 'never submitted' })
    bench.service.put({ id: 'a', state: 'completed' }, { id: 'b', state: 'running' })
    bench.clock.now += 40 * minute
    const before = await Promise.all([
      bench.receiver.jobs.find({ endpoint: 'fake', jobId: 'gone' }),
      bench.receiver.jobs.find({ endpoint: 'fake', jobId: 'b' }),
    ])
    const swept = await sweep(bench, { dryRun: true })
    expect(swept.found.map(({ type }) => type).sort()).toEqual([
      'transcript.completed',
      'transcript.failed',
      'transcript.overdue',
    ])
    expect(bench.events).toEqual([])
    expect((await bench.inbox.query.list()).entries).toEqual([])
    const after = await Promise.all([
      bench.receiver.jobs.find({ endpoint: 'fake', jobId: 'gone' }),
      bench.receiver.jobs.find({ endpoint: 'fake', jobId: 'b' }),
    ])
    expect(after).toEqual(before)
    const [health] = (await bench.receiver.health()).endpoints
    expect(health).toMatchObject({ missed: 0, sweptAt: undefined })
    expect((await sweep(bench)).found).toHaveLength(3)
  })
})

describe('how far back a sweep lists', () => {
  /** The `since` that each listing got. */
  async function createListing(options = {}) {
    const asked: string[] = []
    const service = createService({
      api: {
        async *listJobs(since) {
          asked.push(since.toISOString())
          yield []
        },
      },
    })
    return { asked, ...(await createSweepBench(options, { service })) }
  }

  it('is at first what another one, that ended now, would have left', async () => {
    const bench = await createListing()
    await sweep(bench)
    expect(bench.asked).toEqual(['2025-12-30T23:55:00.000Z'])
  })

  it('is a day before the last sweep began, and the five minutes that the service tries', async () => {
    const bench = await createListing()
    await sweep(bench)
    bench.clock.now += 60 * minute
    await sweep(bench)
    expect(bench.asked[1]).toBe('2025-12-30T23:55:00.000Z')
  })

  it('is the overlap that was asked for, and what the retries of the service last', async () => {
    const bench = await createListing({ sweep: { overlapMs: 10 * minute } })
    await sweep(bench)
    await sweep(bench)
    expect(bench.asked[1]).toBe('2025-12-31T23:45:00.000Z')
    const hasty = await createListing({ sweep: { overlapMs: 1 } })
    await sweep(hasty)
    await sweep(hasty)
    expect(hasty.asked[1]).toBe('2025-12-31T23:54:59.999Z')
  })

  it('is what `since` says, within what the service remembers, and moves no mark', async () => {
    const bench = await createListing()
    await sweep(bench, { since: new Date('2025-12-30T12:00:00Z') })
    await sweep(bench, { since: new Date(0) })
    expect(bench.asked).toEqual(['2025-12-30T12:00:00.000Z', '2025-12-25T00:00:00.000Z'])
    expect(await bench.receiver.health()).toMatchObject({ endpoints: [{ sweptAt: undefined }] })
  })

  it('alarms before the service forgets what no sweep has seen, and once it has', async () => {
    const bench = await createListing()
    await sweep(bench)
    bench.clock.now += 5 * day
    await sweep(bench)
    expect(bench.lines.filter((line) => line.includes('last sweep'))).toEqual([])
    bench.clock.now += 6 * day
    await sweep(bench)
    expect(bench.lines.at(-1)).toBe(
      '[stt-webhooks] [fake] The last sweep of /fake that reached its end was on 2026-01-06T00:00:00.000Z. The service lists jobs no longer than 7 days: what was lost cannot be found after 2026-01-13T00:00:00.000Z.',
    )
    bench.clock.now += 8 * day
    await sweep(bench)
    expect(bench.lines.at(-1)).toContain('what ended in between and was lost cannot be found any more')
  })
})

describe('which endpoints are swept', () => {
  it('is one, by its name or its provider, or all', async () => {
    const bench = await createSweepBench({}, { service: createService({ endpoint: 'second' }) })
    expect(await bench.receiver.sweep({ provider: 'second' })).toMatchObject([{ endpoint: 'second' }])
    expect(await bench.receiver.sweep({ provider: 'fake' })).toMatchObject([{ endpoint: 'second' }])
    await expect(bench.receiver.sweep({ provider: 'nobody' })).rejects.toMatchObject({
      code: 'invalid_option',
    })
  })
})
