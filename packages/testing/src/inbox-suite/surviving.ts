import assert from 'node:assert/strict'
import type { Check } from '../checks.ts'
import { type Bench, benchCheck, type Setting } from './bench.ts'
import { done, found, noting, plain, put, putUnreadable } from './direct.ts'
import { completed, idOf } from './example-job.ts'

/** What was acknowledged outlives the process. */
export function survivingChecks(setting: Setting): readonly Check[] {
  const { durable, leaseMs = 60_000 } = setting.subject
  if (!durable) return []
  const check = (name: string, run: (bench: Bench) => Promise<void>) => benchCheck(setting, name, run)
  return [
    check('a store that is closed and opened again has everything', async (bench) => {
      const inbox = await bench.open()
      const unreadable = await putUnreadable(bench, inbox, '\u0000?')
      await put(bench, inbox, 'done')
      await put(bench, inbox, 'done', { phase: 'processing' })
      const worker = await bench.work(inbox, noting().process)
      await worker.idle()
      await worker.stop()
      await put(bench, inbox, 'waiting', { event: { raw: 'naïve 日本語 🎧' } })
      await put(bench, inbox, 'waiting', { body: 'more' })
      const ids = [unreadable, idOf('done'), idOf('done', 'processing'), idOf('waiting')]
      const before = await Promise.all(ids.map((id) => found(inbox, id)))
      const next = await bench.reopen(inbox)
      for (const [index, id] of ids.entries()) {
        const after = await found(next, id)
        assert.deepEqual(plain(after), plain(before[index]))
        assert.equal(after.deliveries.length, id === idOf('waiting') ? 2 : 1)
      }
      for (const jobId of ['done', 'waiting']) assert.equal(await put(bench, next, jobId), 'duplicate')
      assert.equal(await put(bench, next, 'waiting', { phase: 'processing' }), 'stale')
      const { process, ids: claimed } = noting()
      await bench.work(next, process)
      await bench.until('what waited is worked on', () => claimed().length > 0)
      await bench.idle()
      assert.deepEqual(claimed(), [idOf('waiting')])
    }),
    check('what was accepted when the process was killed is known and worked on', async (bench) => {
      const inbox = await bench.open()
      const jobs = Array.from({ length: 20 }, (_, index) => `job-${index}`)
      await Promise.all(jobs.map((jobId) => put(bench, inbox, jobId)))
      await bench.crash(inbox)
      const next = await bench.open()
      for (const jobId of jobs) assert.equal(await put(bench, next, jobId), 'duplicate')
      const { process, ids } = noting()
      await bench.work(next, process)
      bench.advance(leaseMs)
      await bench.eventually('all are worked on', () => ids().length >= jobs.length)
      await bench.idle()
      assert.deepEqual(ids().toSorted(), jobs.map((jobId) => idOf(jobId)).sort())
    }),
    check('what a killed process worked on is worked on by another, which is told', async (bench) => {
      const inbox = await bench.open()
      const gate = bench.gate()
      const lost = noting(async (entry) => {
        await gate.passed
        return { state: 'dead', progress: entry.progress, reason: 'of a dead process' }
      })
      await bench.work(inbox, lost.process)
      await put(bench, inbox, 'job-1')
      await bench.until('it is worked on', () => lost.claimed.length === 1)
      await bench.crash(inbox)
      const next = await bench.open()
      const { process, claimed } = noting()
      await bench.work(next, process)
      bench.advance(leaseMs)
      await bench.eventually('another works on it', () => claimed.length === 1)
      await bench.idle()
      assert.equal(claimed[0]?.claims, 2)
      // The killed one cannot speak any more.
      gate.open()
      await bench.idle()
      const { state, reason } = await found(next, idOf('job-1'))
      assert.deepEqual([state, reason], ['done', undefined])
    }),
    check(
      'an event that kills its process again and again is dead, and the others are worked on',
      async (bench) => {
        let tries = 0
        const sender = await bench.open()
        await put(bench, sender, 'poison', { body: JSON.stringify(completed('poison')) })
        for (; tries < 10; tries++) {
          const inbox = await bench.open()
          const gate = bench.gate()
          const app = bench.serve(inbox)
          app.handle('save', ({ event }) => event.jobId === 'poison' && gate.passed)
          await app.receiver.start()
          bench.advance(leaseMs)
          await bench.eventually('the event is taken', async () => {
            const { pending } = await sender.query.stats()
            return app.runs.length > 0 || pending === 0
          })
          if (app.runs.length === 0) break
          await bench.crash(inbox)
        }
        assert.equal(tries, 5)
        const { state, reason } = await found(sender, idOf('poison'))
        assert.deepEqual([state, typeof reason], ['dead', 'string'])
        await put(bench, sender, 'good')
        await bench.eventually('another is worked on', async () => {
          return (await found(sender, idOf('good'))).state === 'done'
        })
      },
    ),
    check('a job is not blocked for ever by the process that was killed over it', async (bench) => {
      const inbox = await bench.open()
      const gate = bench.gate()
      const lost = noting(async (entry) => {
        await gate.passed
        return done(entry)
      })
      await bench.work(inbox, lost.process)
      await put(bench, inbox, 'job-1', { phase: 'processing' })
      await bench.until('it is worked on', () => lost.claimed.length === 1)
      await put(bench, inbox, 'job-1')
      await bench.crash(inbox)
      const next = await bench.open()
      const { process, ids } = noting()
      await bench.work(next, process)
      bench.advance(leaseMs)
      await bench.eventually('both are worked on', () => ids().length === 2)
      await bench.idle()
    }),
  ]
}
