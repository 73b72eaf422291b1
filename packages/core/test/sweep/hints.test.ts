import { WebhookError } from '@stt-webhooks/core'
import { describe, expect, it } from 'vitest'
import { createSweepBench, type SweepBench, sweep } from './support/bench.ts'
import { createService } from './support/service.ts'

const wrong = 'what the secret was before'

/** Nobody waits for a hint to be kept, least of all who sent it. */
function kept(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

async function refuse(bench: SweepBench, ...ids: readonly string[]): Promise<void> {
  for (const id of ids) expect(await bench.deliver(id, wrong)).toBe(401)
  await kept()
}

const getsOf = ({ service }: SweepBench) => service.calls.filter((call) => call.startsWith('get'))

describe('a refused delivery', () => {
  it('is rescued after a botched rotation: the service is asked about its job', async () => {
    const bench = await createSweepBench()
    bench.service.put(
      { id: 'a', state: 'completed', isUnlisted: true },
      { id: 'b', state: 'failed', isUnlisted: true },
    )
    await refuse(bench, 'a', 'b')
    expect(bench.events).toEqual([])
    await sweep(bench)
    expect(bench.events).toMatchObject([
      { type: 'transcript.failed', jobId: 'b', source: 'sweep' },
      { type: 'transcript.completed', jobId: 'a', source: 'sweep', verifiedBy: 'api' },
    ])
    await sweep(bench)
    expect(getsOf(bench)).toEqual(['get b', 'get a'])
  })

  it('is believed in nothing: a forgery about a job that runs, or that is not ours, leads to nothing', async () => {
    const bench = await createSweepBench()
    bench.service.put({ id: 'a', state: 'running', isUnlisted: true })
    await refuse(bench, 'a', 'theirs')
    expect((await sweep(bench)).found).toEqual([])
    expect((await bench.inbox.query.list()).entries).toEqual([])
  })

  it('is not asked about if its id is none', async () => {
    const bench = await createSweepBench()
    await refuse(bench, '', '../admin', 'a b', 'x'.repeat(129), 'ä', 'a\n')
    await sweep(bench)
    expect(getsOf(bench)).toEqual([])
  })

  it('is looked at ten times in a second, however many are sent', async () => {
    const bench = await createSweepBench()
    await refuse(bench, ...Array.from({ length: 50 }, (_, index) => `forged-${index}`))
    bench.clock.now += 1_000
    await refuse(bench, 'genuine')
    await sweep(bench)
    expect(getsOf(bench)).toHaveLength(11)
    expect(getsOf(bench)).toContain('get genuine')
  })

  it('is asked about once, however often it is sent', async () => {
    const bench = await createSweepBench()
    await refuse(bench, 'a', 'a', 'a')
    await sweep(bench)
    expect(getsOf(bench)).toEqual(['get a'])
  })

  it('is no matter where the service cannot be asked', async () => {
    const bench = await createSweepBench({}, { service: createService({ overrides: { api: {} } }) })
    await refuse(bench, 'a')
    await sweep(bench)
    expect(await bench.inbox.jobs.takeHints('fake')).toEqual([])
  })

  it('is asked about behind the jobs that the application expects', async () => {
    const bench = await createSweepBench()
    await bench.receiver.jobs.expect({ endpoint: 'fake', jobId: 'ours', expectedWithin: 1 })
    bench.clock.now += 2_000
    await refuse(bench, 'forged')
    await sweep(bench)
    expect(getsOf(bench)).toEqual(['get ours', 'get forged'])
  })
})

describe('hints', () => {
  it('are at most a thousand, the newest', async () => {
    const bench = await createSweepBench()
    for (let index = 0; index < 1_500; index++) await bench.inbox.jobs.hint('fake', `job-${index}`)
    const hints = await bench.inbox.jobs.takeHints('fake')
    expect(hints).toHaveLength(1_000)
    expect(hints.at(-1)).toBe('job-1499')
  })

  it('that were not asked about wait for the next sweep', async () => {
    const bench = await createSweepBench()
    bench.service.put({ id: 'a', state: 'completed', isUnlisted: true })
    await refuse(bench, 'a', 'b')
    bench.service.before((call) => {
      if (call === 'get b') throw new WebhookError('api_unavailable', 'It is down.')
    })
    expect(await sweep(bench)).toMatchObject({ outcome: 'interrupted' })
    bench.service.before(() => {})
    expect((await sweep(bench)).found).toMatchObject([{ jobId: 'a' }])
  })

  it('are asked about a hundred at a time, the newest first', async () => {
    const bench = await createSweepBench()
    for (let index = 0; index < 250; index++) await bench.inbox.jobs.hint('fake', `job-${index}`)
    await sweep(bench)
    expect(getsOf(bench)).toHaveLength(100)
    expect(getsOf(bench)[0]).toBe('get job-249')
    await sweep(bench)
    await sweep(bench)
    expect(new Set(getsOf(bench)).size).toBe(250)
  })

  it('stay in a dry run', async () => {
    const bench = await createSweepBench()
    await refuse(bench, 'a')
    await sweep(bench, { dryRun: true })
    expect(await bench.inbox.jobs.takeHints('fake')).toEqual(['a'])
  })
})
