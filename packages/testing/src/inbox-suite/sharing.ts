import assert from 'node:assert/strict'
import { setImmediate } from 'node:timers/promises'
import type { Check } from '../checks.ts'
import { type Bench, benchCheck, type Setting } from './bench.ts'
import { done, found, noting, plain, put } from './direct.ts'
import { idOf } from './example-job.ts'

/** Several processes on one store are one inbox. */
export function sharingChecks(setting: Setting): readonly Check[] {
  const { durable, leaseMs = 60_000 } = setting.subject
  if (!durable) return []
  const check = (name: string, run: (bench: Bench) => Promise<void>) => benchCheck(setting, name, run)
  return [
    check('copies that reach several processes at once are one event', async (bench) => {
      const inboxes = [await bench.open(), await bench.open(), await bench.open()] as const
      const jobs = Array.from({ length: 30 }, (_, index) => `job-${index}`)
      const answers = await Promise.all(
        jobs.flatMap((jobId) => inboxes.map((inbox) => put(bench, inbox, jobId))),
      )
      const count = (what: string): number => answers.filter((one) => one === what).length
      assert.deepEqual([count('accepted'), count('duplicate')], [30, 60])
      assert.equal((await inboxes[2].query.stats()).pending, 30)
    }),
    check('what one process accepts another works on, without a nudge', async (bench) => {
      const web = await bench.open()
      const back = await bench.open()
      const { process, ids } = noting()
      await bench.work(back, process)
      await bench.idle()
      await put(bench, web, 'job-1')
      await bench.until('the other process works on it', () => ids().length === 1)
      await bench.until('the first sees it', async () => (await found(web, idOf('job-1'))).state === 'done')
      assert.equal(await web.query.replay({ ids: ids() }), 1)
      await bench.until('the other process works on it again', () => ids().length === 2)
      await bench.idle()
    }),
    check('with several workers every entry is worked on once, and jobs stay in order', async (bench) => {
      const inboxes = [await bench.open(), await bench.open()] as const
      const running = new Set<string>()
      const overlaps: string[] = []
      const { process, ids } = noting(async (entry) => {
        const job = entry.event?.jobId ?? ''
        if (running.has(job)) overlaps.push(job)
        running.add(job)
        // Long enough for another worker to look.
        await setImmediate()
        await inboxes[0].query.stats()
        await setImmediate()
        running.delete(job)
        return done(entry)
      })
      for (const inbox of inboxes) await bench.work(inbox, process, 5)
      const expected: string[] = []
      for (const phase of ['processing', 'ended', 'deleted'] as const) {
        const jobs = Array.from({ length: 20 }, (_, index) => `job-${index}`)
        expected.push(...jobs.map((jobId) => idOf(jobId, phase)))
        await Promise.all(
          jobs.map((jobId, index) => put(bench, inboxes[index % 2 === 0 ? 0 : 1], jobId, { phase })),
        )
      }
      await bench.until('all are done', async () => (await inboxes[1].query.stats()).done === 60)
      await bench.idle()
      assert.deepEqual(ids().toSorted(), expected.sort())
      assert.deepEqual(overlaps, [])
    }),
    check('a job that one process works on is worked on by no other', async (bench) => {
      const inboxes = [await bench.open(), await bench.open()] as const
      const gate = bench.gate()
      const { process, ids } = noting(async (entry) => {
        if (entry.id === idOf('slow', 'processing')) await gate.passed
        return done(entry)
      })
      for (const inbox of inboxes) {
        await bench.work(inbox, process)
        await put(bench, inbox, 'slow', { phase: inbox === inboxes[0] ? 'processing' : 'ended' })
        await bench.until('the first event is worked on', () => ids().length > 0)
        bench.wake()
      }
      await put(bench, inboxes[1], 'other')
      await bench.until('another job is worked on', () => ids().includes(idOf('other')))
      assert.equal(ids().includes(idOf('slow')), false, 'two events of one job at once')
      gate.open()
      await bench.until('the job goes on', () => ids().includes(idOf('slow')))
      await bench.idle()
    }),
    check('what is attached by another process outlives the verdict of the first', async (bench) => {
      const web = await bench.open()
      const back = await bench.open()
      const gate = bench.gate()
      const { process, claimed } = noting(async (entry) => {
        await gate.passed
        assert.ok(entry.event)
        return { state: 'done', progress: entry.progress, event: { ...entry.event, raw: { learnt: 1 } } }
      })
      await bench.work(back, process)
      await put(bench, web, 'job-1')
      await bench.until('it is worked on', () => claimed.length === 1)
      const more = { body: 'more', event: { metadata: { more: true } } }
      assert.equal(await put(bench, web, 'job-1', more), 'attached')
      gate.open()
      await bench.until('it is done', async () => (await found(web, idOf('job-1'))).state === 'done')
      assert.deepEqual(plain((await found(web, idOf('job-1'))).event?.metadata), { more: true })
    }),
    check('when one process stops, another takes over', async (bench) => {
      const old = await bench.open()
      const first = await bench.work(old, noting().process)
      const fresh = await bench.open()
      const { process, ids } = noting()
      await bench.work(fresh, process)
      await first.stop()
      await old.close()
      await put(bench, fresh, 'job-1')
      await bench.eventually('the new process works', () => ids().length === 1)
    }),
    check('stats() counts the processes that work, and not those that ended', async (bench) => {
      const watcher = await bench.open()
      const workers = async () => (await watcher.query.stats()).workers
      assert.equal(await workers(), 0)
      const orderly = await bench.open()
      const worker = await bench.work(orderly, noting().process)
      await bench.eventually('one works', async () => (await workers()) === 1)
      await worker.stop()
      assert.equal(await workers(), 0)
      const killed = await bench.open()
      await bench.work(killed, noting().process)
      await bench.eventually('one works', async () => (await workers()) === 1)
      await bench.crash(killed)
      bench.advance(leaseMs)
      await bench.eventually('none works', async () => (await workers()) === 0)
    }),
  ]
}
