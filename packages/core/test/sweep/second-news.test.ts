import { WebhookError } from '@stt-webhooks/core'
import { expect, it } from 'vitest'
import { createSweepBench, minute, sweep } from './support/bench.ts'

const day = 24 * 60 * minute

it('the end of a job that was told to be lost reaches handlers when it arrives after all', async () => {
  const bench = await createSweepBench()
  await bench.receiver.jobs.expect({ endpoint: 'fake', jobId: 'a', metadata: { order: 7 } })
  bench.clock.now += day
  await sweep(bench)
  bench.service.put({ id: 'a', state: 'completed' })
  await bench.deliver('a')
  expect(bench.events).toMatchObject([
    { type: 'transcript.failed', error: { code: 'lost' }, metadata: { order: 7 } },
    { type: 'transcript.completed', source: 'webhook' },
  ])
})

it('a reference whose job has ended may name the next one', async () => {
  const bench = await createSweepBench()
  const key = { endpoint: 'fake', reference: 'order-7' }
  await bench.receiver.jobs.expect({ ...key, jobId: 'a' })
  bench.service.put({ id: 'a', state: 'failed' })
  await bench.deliver('a')
  await bench.receiver.jobs.expect({ ...key, jobId: 'b' })
  expect(await bench.receiver.jobs.find({ endpoint: 'fake', jobId: 'b' })).toMatchObject({
    state: 'submitted',
  })
})

it('a first sweep that fails for days begins, when it can, where it began', async () => {
  const bench = await createSweepBench()
  bench.service.before((call) => {
    if (call.startsWith('list')) throw new WebhookError('api_key_refused', 'Refused.')
  })
  expect(await sweep(bench)).toMatchObject({ outcome: 'interrupted' })
  bench.service.put({ id: 'a', state: 'completed', endedAt: bench.clock.now })
  bench.clock.now += 3 * day
  bench.service.before(() => {})
  expect((await sweep(bench)).found).toMatchObject([{ jobId: 'a' }])
})

it('a `since` that is no date is refused', async () => {
  const bench = await createSweepBench()
  await expect(bench.receiver.sweep({ since: new Date('soon') })).rejects.toMatchObject({
    code: 'invalid_option',
  })
})
