import { inboxMemory, type MemoryInbox } from '@stt-webhooks/core'
import { eventId } from '@stt-webhooks/core/provider'
import { describe, expect, it } from 'vitest'
import { type ProviderName, providerNames } from '../src/job.ts'
import { startServices } from '../src/services.ts'
import { createBench, day } from './support/bench.ts'
import { closeAll, jobOf } from './support/jobs.ts'

const count = 100_000
const missing = Array.from({ length: 10 }, (_, index) => index * 10_000 + 5_000)
/** Some of the services are asked thousands of times. */
const patient = 120_000

/** What the documentation of each service makes necessary. */
const leastRequests: Readonly<Record<ProviderName, Readonly<Record<string, number>>>> = {
  // Two hundred in a page. Each that is missing is asked for, because the list has no webhook fields; the handler fetches it from the same place.
  assemblyai: { '/v2/transcript': 500, '/v2/transcript/*': 2 * 10 },
  // A hundred in a page.
  'azure-speech': { '/speechtotext/transcriptions': 1_000 },
  // A thousand in a page, and one that shows that there are no more; the other products have none.
  'rev-ai': { '/speechtotext/v1/jobs': 101 },
  // Fifty in a page: all deliveries, and the texts as far as the oldest that is missing.
  'smallest-ai': { '/waves/v1/analytics/webhooks/logs': 2_000, '/waves/v1/analytics/asr/logs': 1_901 },
  // A hundred in a page, of which one was in the page before: jobs may share a millisecond. The end takes two more.
  speechmatics: { '/v2/jobs': 1_013 },
}

/** An inbox that has heard of all jobs but the missing ones. */
function knowing(isMissing: ReadonlySet<string>, now: () => number): MemoryInbox {
  const memory = inboxMemory({ now })
  const unknown: MemoryInbox['jobs']['unknown'] = async (ids) => ids.filter((id) => isMissing.has(id))
  return { ...memory, jobs: { ...memory.jobs, unknown } }
}

describe.each(providerNames)('100,000 jobs of %s, of which the inbox knows all but 10', (name) => {
  it('lead to the 10, with as few requests as the service allows', { timeout: patient }, async () => {
    const clock = { now: Date.now() }
    const services = await startServices(() => clock.now)
    const { provider, api, put } = services[name]
    const lost = new Set(missing)
    for (let index = 0; index < count; index++) {
      const job = jobOf(name, `job-${index}`, 'completed', clock.now - 2 * day - index * 1_000)
      put(lost.has(index) ? job : { ...job, webhook: 'delivered' })
    }
    const product = provider.api?.mainProduct ?? ''
    const idOf = (index: number) =>
      eventId(name, product, { jobId: `job-${index}`, phase: 'ended' }, new Uint8Array())
    const inbox = knowing(new Set(missing.map(idOf)), () => clock.now)
    const bench = await createBench({ provider, clock, inbox, overlapMs: 365 * day })

    const { outcome, found } = await bench.sweep()
    expect(outcome).toBe('swept')
    expect(found.map(({ jobId }) => jobId).sort()).toEqual(missing.map((index) => `job-${index}`).sort())
    const asked = new Map<string, number>()
    const paths = Object.keys(leastRequests[name])
    // Nor hooks nor the lists of other products are counted.
    for (const { path } of api.requests) {
      const pattern = path.replace(/job-\d+$/, '*')
      if (paths.includes(pattern)) asked.set(pattern, (asked.get(pattern) ?? 0) + 1)
    }
    expect(Object.fromEntries(asked)).toEqual(leastRequests[name])
    await bench.receiver.stop()
    await closeAll(services)
  })
})
