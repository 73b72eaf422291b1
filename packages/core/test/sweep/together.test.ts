import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { deferred } from '../support/receiver.ts'
import { createSweepBench, sweep } from './support/bench.ts'
import { createService } from './support/service.ts'

fc.configureGlobal({ seed: 20_261_121 })

describe('two instances that sweep at once', () => {
  it('take turns: one runs, the other says that it is busy', async () => {
    const one = await createSweepBench()
    const other = await createSweepBench({}, one)
    one.service.put({ id: 'a', state: 'completed' })
    const [listing, gate] = [deferred(), deferred()]
    one.service.before(async () => {
      listing.resolve()
      await gate.promise
    })
    const first = sweep(one)
    await listing.promise
    expect(await sweep(other)).toMatchObject({
      ...{ outcome: 'busy', reason: 'another process sweeps it', listed: 0, found: [] },
    })
    gate.resolve()
    expect(await first).toMatchObject({ outcome: 'swept', found: [{ jobId: 'a' }] })
    expect(one.service.calls).toEqual(['list'])
    expect(await sweep(other)).toMatchObject({ outcome: 'swept', found: [] })
  })

  it('sweep different endpoints side by side', async () => {
    const one = await createSweepBench()
    const service = createService({ endpoint: 'second' })
    const other = await createSweepBench({}, { ...one, service })
    const gate = deferred()
    one.service.before(() => gate.promise)
    const first = sweep(one)
    expect(await sweep(other)).toMatchObject({ outcome: 'swept' })
    gate.resolve()
    expect(await first).toMatchObject({ outcome: 'swept' })
  })
})

describe('a sweep beside live deliveries of the same jobs', () => {
  it('emits each end once, whoever is faster', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom('sweep', 'a', 'b', 'c'), { minLength: 2, maxLength: 12 }),
        fc.boolean(),
        async (order, isThin) => {
          const bench = await createSweepBench({}, { service: createService({ isThin, pageSize: 1 }) })
          for (const jobId of ['a', 'b', 'c']) {
            bench.service.put({ id: jobId, state: 'completed' })
            await bench.receiver.jobs.expect({ endpoint: 'fake', jobId })
          }
          // Each answer of the service waits a turn, so that deliveries come in between.
          bench.service.before(() => new Promise((resolve) => setImmediate(resolve)))
          await Promise.all(order.map((one) => (one === 'sweep' ? sweep(bench) : bench.deliver(one))))
          await sweep(bench)
          expect(bench.events.map(({ jobId }) => jobId).sort()).toEqual(['a', 'b', 'c'])
          for (const jobId of ['a', 'b', 'c'])
            expect(await bench.receiver.jobs.find({ endpoint: 'fake', jobId })).toMatchObject({
              state: 'completed',
            })
          await bench.receiver.stop()
        },
      ),
      { numRuns: 50 },
    )
  })

  it('says of each end who brought it', async () => {
    const bench = await createSweepBench({}, { service: createService({ isThin: true }) })
    bench.service.put({ id: 'a', state: 'completed' })
    await bench.receiver.jobs.expect({ endpoint: 'fake', jobId: 'a' })
    // The webhook arrives between the question and its answer.
    bench.service.before((call) => (call === 'get a' ? bench.deliver('a') : undefined))
    expect((await sweep(bench)).found).toEqual([])
    expect(bench.events).toMatchObject([{ source: 'webhook' }])
    expect(await bench.receiver.jobs.find({ endpoint: 'fake', jobId: 'a' })).toMatchObject({
      endedBy: 'webhook',
    })
  })
})

describe('stop()', () => {
  it('ends a running sweep politely: what was found is kept, and the next one begins at the same point', async () => {
    const bench = await createSweepBench({}, { service: createService({ pageSize: 1 }) })
    bench.service.put({ id: 'a', state: 'completed' }, { id: 'b', state: 'completed' })
    const [second, gate] = [deferred(), deferred()]
    bench.service.before(async () => {
      if (bench.service.calls.length < 2) return
      second.resolve()
      await gate.promise
    })
    const running = bench.receiver.sweep()
    await second.promise
    const stopped = bench.receiver.stop()
    gate.resolve()
    expect(await running).toMatchObject([
      { outcome: 'interrupted', reason: 'the receiver was stopped', found: [{ jobId: 'a' }] },
    ])
    await stopped
    expect(bench.errors).toEqual([])
    expect(await bench.inbox.jobs.mark('sweep:fake')).toBeUndefined()

    const next = await createSweepBench({}, { ...bench, service: bench.service })
    expect((await sweep(next)).found).toMatchObject([{ jobId: 'b' }])
  })

  it('asks for no more jobs, however many are late', async () => {
    const bench = await createSweepBench()
    for (const jobId of ['a', 'b', 'c'])
      await bench.receiver.jobs.expect({ endpoint: 'fake', jobId, expectedWithin: 1 })
    bench.clock.now += 2_000
    const asked = deferred()
    bench.service.before((call) => {
      if (call.startsWith('get')) asked.resolve()
    })
    const running = bench.receiver.sweep()
    await asked.promise
    await bench.receiver.stop()
    expect(await running).toMatchObject([{ outcome: 'interrupted' }])
    expect(bench.service.calls).toEqual(['list', 'get a'])
  })
})

describe('sweep.everyMs', () => {
  it('sweeps again and again once the receiver is started, until it is stopped', async () => {
    const third = deferred()
    const service = createService()
    service.before(() => {
      if (service.calls.length === 3) third.resolve()
    })
    const bench = await createSweepBench({ sweep: { everyMs: 1 } }, { service })
    await third.promise
    await bench.receiver.stop()
    const { length } = service.calls
    await new Promise((resolve) => setImmediate(resolve))
    expect(service.calls).toHaveLength(length)
  })
})
