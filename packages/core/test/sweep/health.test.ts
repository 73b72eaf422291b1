import { describe, expect, it } from 'vitest'
import { createSweepBench, sweep } from './support/bench.ts'
import { createService } from './support/service.ts'

describe('health()', () => {
  it('says how many jobs are open, what was missed, what the service could not deliver, and when a sweep succeeded', async () => {
    const bench = await createSweepBench()
    for (const jobId of ['a', 'b', 'c']) await bench.receiver.jobs.expect({ endpoint: 'fake', jobId })
    const notification = { delivered: false, reason: 'Status 502' }
    bench.service.put({ id: 'a', state: 'completed', notification }, { id: 'b', state: 'failed' })
    await sweep(bench)
    expect(await bench.receiver.health()).toMatchObject({
      endpoints: [
        {
          ...{ endpoint: 'fake', provider: 'fake', open: 1, missed: 2 },
          undelivered: [{ jobId: 'a', reason: 'Status 502' }],
          sweptAt: '2026-01-01T00:00:00.000Z',
        },
      ],
      inbox: { done: 2, pending: 0, workers: 1 },
    })
  })

  it('keeps the newest hundred that the service could not deliver, each once', async () => {
    const bench = await createSweepBench()
    const notification = { delivered: false }
    for (let index = 0; index < 150; index++)
      bench.service.put({ id: `job-${index}`, state: 'completed', notification })
    await sweep(bench)
    const undelivered = async () => (await bench.receiver.health()).endpoints[0]?.undelivered ?? []
    expect(await undelivered()).toHaveLength(100)
    expect((await undelivered()).at(-1)).toMatchObject({ jobId: 'job-149' })
  })

  it('says how the hooks of the account are, for the URL under which we are reached', async () => {
    const asked: (string | undefined)[] = []
    const hook = { id: '1', url: 'https://example.com/x', state: 'failed', isOurs: true } as const
    const service = createService({
      api: {
        async checkHooks(url) {
          asked.push(url)
          return [hook]
        },
      },
    })
    const bench = await createSweepBench({ publicUrl: 'https://example.com' }, { service })
    expect(await bench.receiver.health()).toMatchObject({ endpoints: [{ hooks: [hook] }] })
    expect(asked).toEqual(['https://example.com/webhooks/stt/fake'])
  })

  it('answers although a service cannot be asked', async () => {
    const service = createService({
      api: { checkHooks: () => Promise.reject(new TypeError('with a secret')) },
    })
    const bench = await createSweepBench({}, { service })
    const [health] = (await bench.receiver.health()).endpoints
    expect(health).toMatchObject({ hooksReason: 'TypeError', open: 0 })
    expect(health?.hooks).toBeUndefined()
  })
})
