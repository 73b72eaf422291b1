import { speechmatics } from '@stt-webhooks/speechmatics'
import { fakeApi } from '@stt-webhooks/speechmatics/testing'
import type { Fault } from '@stt-webhooks/testing'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type ProviderName, providerNames } from '../src/job.ts'
import { startServices } from '../src/services.ts'
import { type Bench, createBench, minute } from './support/bench.ts'
import { closeAll, jobOf } from './support/jobs.ts'

// Clients try again, with pauses that are real.
const patient = 30_000

interface Trouble {
  readonly what: string
  readonly faults: readonly Fault[]
  readonly reason: string
}

const html = { 'content-type': 'text/html' }
const fourTimes = (fault: Fault): readonly Fault[] => [fault, fault, fault, fault]

const troubles: readonly Trouble[] = [
  {
    what: '429 with Retry-After',
    faults: [{ status: 429, headers: { 'retry-after': '3600' } }],
    reason: 'api_unavailable',
  },
  { what: '500, 500, 500, 500', faults: fourTimes({ status: 500 }), reason: 'api_unavailable' },
  {
    what: '401 with a page of HTML',
    faults: [{ status: 401, headers: html, body: '<html>401 Authorization Required</html>' }],
    reason: 'api_key_refused',
  },
  { what: 'JSON that is cut off', faults: fourTimes('truncated'), reason: 'api_answer' },
  {
    what: 'half of a JSON document',
    faults: fourTimes({ headers: { 'content-type': 'application/json' }, body: '{"jobs":[{"id"' }),
    reason: 'api_answer',
  },
]

describe.concurrent.each(providerNames)('%s', (name) => {
  it.each(troubles)(
    '$what: the sweep stops, tells, and begins at the same point',
    { timeout: patient },
    async ({ faults, reason }) => {
      const clock = { now: Date.now() }
      const services = await startServices(() => clock.now)
      const service = services[name]
      const bench = await createBench({ provider: service.provider, clock })
      service.put(jobOf(name, 'a', 'completed', clock.now))
      // The service's own tries must be over.
      bench.advance(service.provider.answers.windowMs + 60 * minute)
      // Where the service keeps hooks, it is asked for them first.
      const asked = service.provider.api?.checkHooks === undefined ? faults : [...faults, ...faults]
      service.api.fail(...asked)
      expect(await bench.sweep()).toMatchObject({
        outcome: 'interrupted',
        reason: `it stopped at ${reason}`,
        found: [],
      })
      expect(service.api.requests).toHaveLength(asked.length)
      expect(bench.errors.at(-1)).toMatchObject({ error: { code: reason, provider: name } })
      expect(await bench.inbox.jobs.mark(`sweep:${name}`)).toBeUndefined()

      expect(await bench.sweep()).toMatchObject({ outcome: 'swept', found: [{ jobId: 'a' }] })
      expect(bench.events).toMatchObject([{ type: 'transcript.completed', source: 'sweep' }])
      await bench.receiver.stop()
      await closeAll(services)
    },
  )
})

describe('jobs that are not there any more', () => {
  let services: Awaited<ReturnType<typeof startServices>>
  let clock: { now: number }
  beforeEach(async () => {
    clock = { now: Date.now() }
    services = await startServices(() => clock.now)
  })
  afterEach(() => closeAll(services))

  async function sweepUp(name: ProviderName): Promise<Bench> {
    const bench = await createBench({ provider: services[name].provider, clock })
    for (const jobId of ['deleted', 'expired', 'a'])
      await bench.receiver.jobs.expect({ endpoint: name, jobId })
    for (const jobId of ['deleted', 'expired'] as const)
      services[name].put({ ...jobOf(name, jobId, 'gone', clock.now), isDeleted: jobId === 'deleted' })
    services[name].put(jobOf(name, 'a', 'completed', clock.now))
    bench.advance(26 * 60 * minute)
    expect(await bench.sweep()).toMatchObject({ outcome: 'swept', failed: 0 })
    await bench.receiver.stop()
    return bench
  }

  it.each(providerNames)(
    'are lost, deleted or expired, and the others are not: %s',
    { timeout: patient },
    async (name) => {
      const { events } = await sweepUp(name)
      const ends = Object.fromEntries(events.map((event) => [event.jobId, event]))
      const lost = { type: 'transcript.failed', error: { code: 'lost' } }
      expect(ends).toMatchObject({ deleted: lost, expired: lost, a: { type: 'transcript.completed' } })
      expect(events).toHaveLength(3)
    },
  )
})

describe('jobs of one millisecond at the edge of a page', () => {
  it.each(['exclusive', 'inclusive'] as const)(
    'are all found, whether the cursor is %s',
    async (createdBefore) => {
      const api = await fakeApi({ examples: false, createdBefore })
      const clock = { now: Date.now() }
      const provider = speechmatics({ secret: 'a secret', apiKey: 'fake-key', transport: api.transport })
      const bench = await createBench({ provider, clock })
      // Thirty of each millisecond: no edge of a page is one of a millisecond.
      const ids = Array.from({ length: 300 }, (_, index) => `job-${index}`)
      for (const [index, id] of ids.entries()) {
        const createdAt = new Date(clock.now - Math.floor(index / 30)).toISOString()
        api.addJob({ id, status: 'done', createdAt })
      }
      bench.advance(5 * minute)
      const { found } = await bench.sweep()
      expect(found.map(({ jobId }) => jobId).sort()).toEqual([...ids].sort())
      await bench.receiver.stop()
      await api.close()
    },
  )
})
