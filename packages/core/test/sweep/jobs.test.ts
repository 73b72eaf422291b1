import { describe, expect, it } from 'vitest'
import { createSweepBench, minute, sweep } from './support/bench.ts'

const endpoint = 'fake'

describe('jobs.expect()', () => {
  it('takes a reference before submitting and the id after it, as one job', async () => {
    const { receiver, inbox } = await createSweepBench()
    await receiver.jobs.expect({ endpoint, reference: 'order-1', metadata: { customer: 7 } })
    await receiver.jobs.expect({ endpoint, reference: 'order-1', jobId: 'a' })
    const job = await receiver.jobs.find({ endpoint, jobId: 'a' })
    expect(job).toEqual(await receiver.jobs.find({ endpoint, reference: 'order-1' }))
    expect(job).toMatchObject({
      ...{ state: 'submitted', reference: 'order-1', jobId: 'a', metadata: { customer: 7 } },
      ...{ submittedAt: '2026-01-01T00:00:00.000Z', expectedAt: '2026-01-01T00:30:00.000Z', overdue: false },
    })
    expect(await inbox.jobs.count(endpoint)).toBe(1)
  })

  it('keeps the time at which the job was first expected', async () => {
    const { receiver, clock } = await createSweepBench()
    await receiver.jobs.expect({ endpoint, reference: 'order-1' })
    clock.now += 10 * minute
    await receiver.jobs.expect({ endpoint, reference: 'order-1', jobId: 'a', expectedWithin: 1 })
    expect(await receiver.jobs.find({ endpoint, jobId: 'a' })).toMatchObject({
      expectedAt: '2026-01-01T00:30:00.000Z',
    })
  })

  it.each([
    ['half an hour', {}, '2026-01-01T00:30:00.000Z'],
    ['three times the audio', { duration: 1_200 }, '2026-01-01T01:00:00.000Z'],
    ['a minute for short audio', { duration: 2 }, '2026-01-01T00:01:00.000Z'],
    ['what is asked for', { duration: 1_200, expectedWithin: 90 }, '2026-01-01T00:01:30.000Z'],
  ])('waits for %s', async (_, when, expectedAt) => {
    const { receiver } = await createSweepBench()
    await receiver.jobs.expect({ endpoint, jobId: 'a', ...when })
    expect(await receiver.jobs.find({ endpoint, jobId: 'a' })).toMatchObject({ expectedAt })
  })

  it('refuses what could never be found', async () => {
    const { receiver } = await createSweepBench()
    const invalid = { code: 'invalid_option' }
    await expect(receiver.jobs.expect({ endpoint })).rejects.toMatchObject(invalid)
    await expect(receiver.jobs.expect({ endpoint: 'other', jobId: 'a' })).rejects.toMatchObject(invalid)
    await expect(receiver.jobs.expect({ endpoint, jobId: 'a', expectedWithin: -1 })).rejects.toMatchObject(
      invalid,
    )
  })
})

describe('an expected job', () => {
  it('is running, then completed, as its webhooks say', async () => {
    const bench = await createSweepBench()
    await bench.receiver.jobs.expect({ endpoint, jobId: 'a' })
    bench.service.put({ id: 'a', state: 'running' })
    await bench.deliver('a')
    expect(await bench.receiver.jobs.find({ endpoint, jobId: 'a' })).toMatchObject({ state: 'running' })
    bench.service.put({ id: 'a', state: 'completed' })
    await bench.deliver('a')
    expect(await bench.receiver.jobs.find({ endpoint, jobId: 'a' })).toMatchObject({
      ...{ state: 'completed', endedBy: 'webhook' },
    })
    bench.service.put({ id: 'a', state: 'running' })
    await bench.deliver('a')
    expect(await bench.receiver.jobs.find({ endpoint, jobId: 'a' })).toMatchObject({ state: 'completed' })
  })

  it('gets its id from a webhook that echoes its reference in the metadata', async () => {
    const bench = await createSweepBench()
    await bench.receiver.jobs.expect({ endpoint, reference: 'order-1' })
    bench.service.put({ id: 'a', state: 'failed', reference: 'order-1' })
    await bench.deliver('a')
    expect(await bench.receiver.jobs.find({ endpoint, reference: 'order-1' })).toMatchObject({
      ...{ jobId: 'a', state: 'failed', endedBy: 'webhook' },
    })
  })

  it('gets its id from a webhook to its signed callback URL', async () => {
    const bench = await createSweepBench({
      ...{ publicUrl: 'https://example.com', callbackSecrets: 'a callback secret' },
    })
    const { receiver, service } = bench
    await receiver.jobs.expect({ endpoint, reference: 'order-1' })
    const url = new URL(receiver.callbackUrl(endpoint, { metadata: { reference: 'order-1' } }))
    await receiver.handle({ ...service.webhook('a'), url: url.pathname + url.search })
    await receiver.idle()
    expect(await receiver.jobs.find({ endpoint, jobId: 'a' })).toMatchObject({
      ...{ reference: 'order-1', state: 'completed' },
    })
  })

  it('gets its id from the list, when no webhook came', async () => {
    const bench = await createSweepBench()
    await bench.receiver.jobs.expect({ endpoint, reference: 'order-1' })
    bench.service.put({ id: 'a', state: 'completed', reference: 'order-1' })
    await sweep(bench)
    expect(await bench.receiver.jobs.find({ endpoint, reference: 'order-1' })).toMatchObject({
      ...{ jobId: 'a', state: 'completed', endedBy: 'sweep' },
    })
  })

  it('is not taken over by another job that echoes its reference', async () => {
    const bench = await createSweepBench()
    await bench.receiver.jobs.expect({ endpoint, reference: 'order-1', jobId: 'a' })
    bench.service.put({ id: 'b', state: 'completed', reference: 'order-1' })
    await bench.deliver('b')
    expect(await bench.receiver.jobs.find({ endpoint, jobId: 'a' })).toMatchObject({ state: 'submitted' })
  })

  it('that was expected after its webhook came is settled by a sweep, without a question', async () => {
    const bench = await createSweepBench()
    await bench.deliver('a')
    await bench.receiver.jobs.expect({ endpoint, jobId: 'a' })
    bench.clock.now += 31 * minute
    await sweep(bench)
    expect(await bench.receiver.jobs.find({ endpoint, jobId: 'a' })).toMatchObject({
      ...{ state: 'completed', endedBy: 'webhook' },
    })
    expect(bench.service.calls).toEqual(['list'])
    expect(bench.events).toHaveLength(1)
  })
})
