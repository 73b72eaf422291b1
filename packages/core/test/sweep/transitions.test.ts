import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ExpectedJob, isFinal, type JobState, transition } from '../../src/inbox/jobs.ts'
import { createSweepBench, minute, sweep } from './support/bench.ts'
import type { ServiceJob } from './support/service.ts'

fc.configureGlobal({ seed: 20_261_121 })

const states: readonly JobState[] = [
  'submitted',
  'running',
  'completed',
  'failed',
  'ended',
  'lost',
  'deleted',
]
const fresh: ExpectedJob = {
  ...{ endpoint: 'fake', jobId: 'a', state: 'submitted', checkAt: 0, checks: 0, overdue: false },
  ...{ submittedAt: '2026-01-01T00:00:00.000Z', expectedAt: '2026-01-01T00:30:00.000Z' },
}

const stateOfNews = fc.constantFrom(...states)
const bearer = fc.constantFrom('webhook', 'sweep')

describe('transition()', () => {
  it('goes forward, and never leaves a final state', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(stateOfNews, bearer)), (news) => {
        let job = fresh
        for (const [state, by] of news) {
          const next = transition(job, state, by)
          if (isFinal(job.state)) expect(next).toBe(job)
          else expect(states.indexOf(next.state)).toBeGreaterThanOrEqual(states.indexOf(job.state))
          expect(next.endedBy !== undefined).toBe(isFinal(next.state))
          job = next
        }
      }),
    )
  })
})

const serviceState = fc.constantFrom<ServiceJob['state'][]>('running', 'completed', 'failed', 'deleted')
const happening = fc.oneof(
  fc.record({ what: fc.constant('webhook' as const), state: serviceState }),
  fc.record({ what: fc.constant('sweep' as const), state: serviceState }),
  fc.record({ what: fc.constant('gone' as const) }),
  fc.record({ what: fc.constant('expect' as const) }),
)

describe('a job in the inbox', () => {
  it('keeps its first final state, whatever webhooks, sweeps and the application say after it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(happening, { maxLength: 12 }), async (happenings) => {
        const bench = await createSweepBench()
        const key = { endpoint: 'fake', jobId: 'a' }
        await bench.receiver.jobs.expect(key)
        let final: JobState | undefined
        for (const one of happenings) {
          bench.clock.now += 40 * minute
          if (one.what === 'gone') bench.service.forget('a')
          if (one.what === 'expect') await bench.receiver.jobs.expect({ ...key, reference: 'again' })
          if (one.what === 'webhook' || one.what === 'sweep') bench.service.put({ id: 'a', state: one.state })
          if (one.what === 'webhook') await bench.deliver('a')
          if (one.what === 'sweep' || one.what === 'gone') await sweep(bench)
          const state = (await bench.receiver.jobs.find(key))?.state
          if (final !== undefined) expect(state).toBe(final)
          if (state !== undefined && isFinal(state)) final = state
        }
        // That it was lost is news of its own: its end may arrive after all.
        const ends = bench.events.filter(({ type }) => /completed|failed/.test(type))
        const lost = ends.filter((event) => event.type === 'transcript.failed' && event.error.code === 'lost')
        expect(lost.length).toBeLessThanOrEqual(1)
        expect(ends.length - lost.length).toBeLessThanOrEqual(1)
        await bench.receiver.stop()
      }),
      { numRuns: 60 },
    )
  })
})
