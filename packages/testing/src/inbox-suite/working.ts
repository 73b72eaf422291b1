import assert from 'node:assert/strict'
import type { Check } from '../checks.ts'
import { type Bench, benchCheck, type Setting } from './bench.ts'
import { done, found, noting, put } from './direct.ts'
import { idOf } from './example-job.ts'

const minute = 60_000

/** Whatever is due is worked on, once, and as many at a time as there is room for. */
export function workingChecks(setting: Setting): readonly Check[] {
  const check = (name: string, run: (bench: Bench) => Promise<void>) => benchCheck(setting, name, run)
  return [
    check(
      'what was accepted before the work began is worked on, and what comes after, without a nudge',
      async (bench) => {
        const inbox = await bench.open()
        await put(bench, inbox, 'before')
        const { process, ids } = noting()
        await bench.work(inbox, process)
        await bench.until('the earlier entry is worked on', () => ids().includes(idOf('before')))
        await put(bench, inbox, 'after')
        await bench.until('the later entry is worked on', () => ids().includes(idOf('after')))
        await bench.idle()
        assert.equal(ids().length, 2)
      },
    ),
    check('a claimed entry tells all that is stored of it', async (bench) => {
      const inbox = await bench.open()
      await put(bench, inbox, 'job-1')
      const { process, claimed } = noting()
      await (await bench.work(inbox, process)).idle()
      const [entry] = claimed
      assert.ok(entry)
      const { id, endpoint, progress, reread, claims } = entry
      assert.deepEqual(
        { id, endpoint, progress, reread, claims },
        {
          id: idOf('job-1'),
          endpoint: 'example',
          progress: { unanswered: 0, handlers: [] },
          reread: false,
          claims: 1,
        },
      )
      assert.equal(entry.event?.jobId, 'job-1')
    }),
    check('an entry is left alone until it is due, and comes back with its progress', async (bench) => {
      const inbox = await bench.open()
      await put(bench, inbox, 'job-1')
      const dueAt = bench.clock.now + minute
      const handlers = [{ name: 'näme', attempts: 3, succeeded: false, error: 'Error (E_BUSY)' }]
      const progress = { unanswered: 2, handlers }
      const { process, claimed } = noting((entry) =>
        claimed.length === 1 ? { state: 'pending', dueAt, progress } : done(entry),
      )
      await (await bench.work(inbox, process)).idle()
      const waiting = await found(inbox, idOf('job-1'))
      assert.deepEqual([waiting.state, waiting.dueAt], ['pending', new Date(dueAt).toISOString()])
      bench.advance(minute - 1)
      await bench.idle()
      assert.equal(claimed.length, 1, 'it was taken before it was due')
      bench.advance(1)
      await bench.until('it is taken again', () => claimed.length === 2)
      await bench.idle()
      assert.deepEqual(claimed[1]?.progress, progress)
      assert.equal(claimed[1]?.claims, 1, 'a verdict starts the count of claims again')
      assert.deepEqual((await found(inbox, idOf('job-1'))).handlers, handlers)
    }),
    check('the longest due comes first', async (bench) => {
      const inbox = await bench.open()
      const jobs = ['c', 'a', 'd', 'b']
      for (const jobId of jobs) {
        await put(bench, inbox, jobId)
        bench.advance(1_000)
      }
      const { process, ids } = noting()
      await (await bench.work(inbox, process, 1)).idle()
      assert.deepEqual(
        ids(),
        jobs.map((jobId) => idOf(jobId)),
      )
    }),
    check('as many are worked on at once as `concurrency` allows, and never more', async (bench) => {
      const inbox = await bench.open()
      const gate = bench.gate()
      let running = 0
      let most = 0
      const { process, claimed } = noting(async (entry) => {
        running++
        most = Math.max(most, running)
        await gate.passed
        running--
        return done(entry)
      })
      await Promise.all(Array.from({ length: 12 }, (_, index) => put(bench, inbox, `job-${index}`)))
      await bench.work(inbox, process, 3)
      await bench.until('three are worked on', () => running === 3)
      gate.open()
      await bench.until('all were worked on', () => claimed.length === 12)
      await bench.idle()
      assert.equal(most, 3)
      assert.equal((await inbox.query.stats()).done, 12)
    }),
    check(
      'the event of a verdict takes the place of the stored one, and its reason is kept',
      async (bench) => {
        const inbox = await bench.open()
        await put(bench, inbox, 'job-1')
        const { process } = noting(({ event, progress }) => {
          assert.ok(event)
          return { state: 'dead', progress, event: { ...event, raw: 'learnt' }, reason: 'it failed' }
        })
        await (await bench.work(inbox, process)).idle()
        const { state, reason, event } = await found(inbox, idOf('job-1'))
        assert.deepEqual([state, reason, event?.raw], ['dead', 'it failed', 'learnt'])
      },
    ),
    check('idle() waits for what runs', async (bench) => {
      const inbox = await bench.open()
      const gate = bench.gate()
      const { process, claimed } = noting(async (entry) => {
        await gate.passed
        return done(entry)
      })
      const worker = await bench.work(inbox, process)
      await put(bench, inbox, 'job-1')
      await bench.until('it is worked on', () => claimed.length === 1)
      let idle = false
      const waiting = worker.idle().then(() => {
        idle = true
      })
      await inbox.query.stats()
      assert.equal(idle, false)
      gate.open()
      await waiting
      assert.equal((await found(inbox, idOf('job-1'))).state, 'done')
    }),
  ]
}
