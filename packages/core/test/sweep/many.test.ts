import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { type Inbox, inboxMemory, type JobLedger } from '@stt-webhooks/core'
import type { JobReport } from '@stt-webhooks/core/provider'
import { describe, expect, it } from 'vitest'
import { endId } from '../../src/sweep/events.ts'
import { fakeProvider } from '../support/provider.ts'
import { createSweepBench, sweep } from './support/bench.ts'
import { createService } from './support/service.ts'

const pageSize = 1_000

setFlagsFromString('--expose-gc')
const collectGarbage: () => void = runInNewContext('gc')

interface Work {
  readonly pages: number
  readonly unknownCalls: number
  readonly idsLooked: number
  readonly accepted: number
  readonly updates: number
  /** Pages that were alive when the last one was made. */
  readonly alive: number
  readonly found: number
}

/** Sweeps a list of which the inbox knows all but ten, and counts what is done. */
async function sweepMany(count: number): Promise<Work> {
  const missing = new Set(Array.from({ length: 10 }, (_, index) => Math.floor((count / 10) * (index + 0.5))))
  const provider = fakeProvider()
  const wanted = new Set([...missing].map((index) => endId(provider, `job-${index}`, 'fake')))
  const work = { pages: 0, unknownCalls: 0, idsLooked: 0, accepted: 0, updates: 0, alive: 0 }
  const made: WeakRef<readonly JobReport[]>[] = []

  const service = createService({
    api: {
      async *listJobs() {
        for (let start = 0; start < count; start += pageSize) {
          work.pages++
          yield* [pageFrom(start)]
        }
        // A WeakRef holds its target until the turn is over.
        await new Promise((resolve) => setImmediate(resolve))
        collectGarbage()
        work.alive = made.filter((page) => page.deref() !== undefined).length
      },
    },
  })

  function pageFrom(start: number): readonly JobReport[] {
    const page = Array.from({ length: pageSize }, (_, index) => report(start + index))
    made.push(new WeakRef(page))
    return page
  }

  // The memory inbox would need a hundred thousand entries for what is but one question.
  const memory = inboxMemory()
  const ledger: JobLedger = {
    ...memory.jobs,
    async unknown(ids) {
      work.unknownCalls++
      work.idsLooked += ids.length
      return ids.filter((id) => wanted.has(id))
    },
    update(key, change) {
      work.updates++
      return memory.jobs.update(key, change)
    },
  }
  const accept: Inbox['accept'] = (delivery, entries) => {
    work.accepted += entries.length
    return memory.accept(delivery, entries)
  }
  const inbox = { ...memory, accept, jobs: ledger }
  const bench = await createSweepBench({}, { service, inbox })
  const { found, listed } = await sweep(bench)
  expect(listed).toBe(count)
  expect(found.map(({ jobId }) => jobId)).toEqual([...missing].map((index) => `job-${index}`))
  await bench.receiver.stop()
  return { ...work, found: found.length }
}

function report(index: number): JobReport {
  const jobId = `job-${index}`
  const event = {
    type: 'transcript.completed',
    ...{ provider: 'fake', product: 'fake', jobId, metadata: {}, raw: { index } },
  } as const
  return {
    ...{ jobId, product: 'fake', state: 'ended' },
    event: { key: { jobId, phase: 'ended' }, event },
  }
}

describe('a list of 100,000 jobs, of which the inbox knows all but 10', () => {
  it('is read page by page: one look into the inbox for each, and no page is kept', async () => {
    const work = await sweepMany(100_000)
    expect(work).toMatchObject({ pages: 100, unknownCalls: 100, idsLooked: 100_000, accepted: 10, found: 10 })
    expect(work.alive).toBeLessThanOrEqual(2)
  })

  it('costs ten times what 10,000 cost, and nothing more', async () => {
    const [few, many] = [await sweepMany(10_000), await sweepMany(100_000)]
    expect(many.pages).toBe(10 * few.pages)
    expect(many.unknownCalls).toBe(10 * few.unknownCalls)
    expect(many.idsLooked).toBe(10 * few.idsLooked)
    // What is found costs what it costs, however long the list.
    expect([many.accepted, many.updates]).toEqual([few.accepted, few.updates])
  })

  it('ends with as many requests as the service needs pages, and one for each job that it tells too little of', async () => {
    const bench = await createSweepBench({}, { service: createService({ pageSize, isThin: true }) })
    const ids = Array.from({ length: 5_000 }, (_, index) => `job-${index}`)
    bench.service.put(...ids.map((id) => ({ id, state: 'completed' as const })))
    for (const id of ids.slice(10)) await bench.receiver.handle(bench.service.webhook(id))
    await bench.receiver.idle()
    expect((await sweep(bench)).found).toHaveLength(10)
    expect(bench.service.calls).toHaveLength(5 + 10)
  })
})
