import assert from 'node:assert/strict'
import { setImmediate } from 'node:timers/promises'
import type { Check } from '../checks.ts'
import { type Bench, benchCheck, type Setting } from './bench.ts'
import { done, found, noting, put } from './direct.ts'
import { completed, entryOf, idOf, processing, storedDelivery } from './example-job.ts'

/** Events of one job come one after another, and none that was overtaken. */
export function jobChecks(setting: Setting): readonly Check[] {
  const check = (name: string, run: (bench: Bench) => Promise<void>) => benchCheck(setting, name, run)
  return [
    check('events of one job are never worked on at the same time, while other jobs go on', async (bench) => {
      const inbox = await bench.open()
      const gate = bench.gate()
      const { process, ids } = noting(async (entry) => {
        if (entry.id === idOf('slow', 'processing')) await gate.passed
        return done(entry)
      })
      await put(bench, inbox, 'slow', { phase: 'processing' })
      await bench.work(inbox, process)
      await bench.until('the first event is worked on', () => ids().length === 1)
      await put(bench, inbox, 'slow')
      await put(bench, inbox, 'slow', { phase: 'deleted' })
      const others = Array.from({ length: 20 }, (_, index) => `job-${index}`)
      for (const jobId of others) await put(bench, inbox, jobId)
      await bench.until('the other jobs are worked on', () => ids().length > others.length)
      bench.wake()
      // Their verdicts may be stored later than their handlers ran.
      await bench.until('the other jobs are done', async () => (await inbox.query.stats()).pending <= 3)
      assert.equal((await inbox.query.stats()).pending, 3)
      assert.equal(ids().includes(idOf('slow')), false, 'two events of one job at once')
      gate.open()
      await bench.until('the job goes on', () => ids().length === others.length + 3)
      await bench.idle()
    }),
    check(
      'a backlog of few jobs is worked on one of each at a time, in the order of their arrival',
      async (bench) => {
        const inbox = await bench.open()
        const running = new Set<string>()
        const overlaps: string[] = []
        const { process, ids } = noting(async (entry) => {
          const job = entry.event?.jobId ?? ''
          if (running.has(job)) overlaps.push(job)
          running.add(job)
          await setImmediate()
          await inbox.query.stats()
          running.delete(job)
          return done(entry)
        })
        const jobs = ['a', 'b', 'c', 'd']
        const phases = ['processing', 'ended', 'deleted'] as const
        for (const phase of phases) {
          for (const jobId of jobs) await put(bench, inbox, jobId, { phase })
          bench.advance(1)
        }
        await bench.work(inbox, process)
        await bench.until('all were worked on', () => ids().length === jobs.length * phases.length)
        await bench.idle()
        assert.deepEqual(overlaps, [])
        for (const jobId of jobs) {
          const own = phases.map((phase) => idOf(jobId, phase))
          assert.deepEqual(
            ids().filter((id) => own.includes(id)),
            own,
          )
        }
      },
    ),
    check('events of no job, and of the same job id elsewhere, do not wait for each other', async (bench) => {
      const inbox = await bench.open()
      const gate = bench.gate()
      const { process, claimed } = noting(async (entry) => {
        await gate.passed
        return done(entry)
      })
      await put(bench, inbox, 'job-1')
      await put(bench, inbox, 'job-1', { endpoint: 'second' })
      for (const name of ['x', 'y']) {
        const entry = { ...entryOf(name), job: undefined }
        await inbox.accept(storedDelivery(bench.clock.now, { body: name }), [entry])
      }
      await bench.work(inbox, process)
      await bench.until('all four are worked on at once', () => claimed.length === 4)
      gate.open()
      await bench.idle()
    }),
    check('an event that waits to be tried again does not hold up the next of its job', async (bench) => {
      const inbox = await bench.open()
      const first = idOf('job-1', 'processing')
      const { process, ids } = noting((entry) =>
        entry.id === first
          ? { state: 'pending', dueAt: bench.clock.now + 1_000_000, progress: entry.progress }
          : done(entry),
      )
      await bench.work(inbox, process)
      await put(bench, inbox, 'job-1', { phase: 'processing' })
      await bench.idle()
      await put(bench, inbox, 'job-1')
      await bench.until('the next is worked on', () => ids().includes(idOf('job-1')))
      await bench.idle()
      assert.equal((await found(inbox, first)).state, 'pending')
    }),
    check('news of a job that has ended are stored as stale and reach no handler', async (bench) => {
      const inbox = await bench.open()
      const app = bench.serve(inbox)
      app.handle('save')
      await app.receiver.start()
      await app.send(completed('job-1'))
      await bench.idle()
      assert.equal((await app.send(processing('job-1'))).status, 200)
      await app.send(processing('job-2'))
      await bench.idle()
      await app.send(completed('job-2'))
      await bench.idle()
      assert.deepEqual(
        app.runs.map(({ event }) => event.id),
        [idOf('job-1'), idOf('job-2', 'processing'), idOf('job-2')],
      )
      const late = await found(inbox, idOf('job-1', 'processing'))
      assert.deepEqual([late.state, late.deliveries.length], ['stale', 1])
      assert.equal((await app.send(processing('job-1'))).outcome, 'duplicate')
    }),
    check('late is what is overtaken by its own job, and never how a job ended', async (bench) => {
      const inbox = await bench.open()
      assert.equal(await put(bench, inbox, 'job-1', { phase: 'deleted' }), 'accepted')
      assert.equal(await put(bench, inbox, 'job-1'), 'accepted')
      assert.equal(await put(bench, inbox, 'job-1', { phase: 'processing' }), 'stale')
      assert.equal(await put(bench, inbox, 'job-2', { phase: 'processing' }), 'accepted')
      assert.equal(await put(bench, inbox, 'job-1', { phase: 'processing', endpoint: 'second' }), 'accepted')
      const homeless = { ...entryOf('none', { phase: 'processing' }), job: undefined }
      assert.deepEqual(await inbox.accept(storedDelivery(bench.clock.now), [homeless]), ['accepted'])
    }),
    check('a delivery overtakes itself in the order of its entries', async (bench) => {
      const inbox = await bench.open()
      const entries = (jobId: string) => [entryOf(jobId, { phase: 'processing' }), entryOf(jobId)]
      const inOrder = storedDelivery(bench.clock.now, { body: 'in order' })
      assert.deepEqual(await inbox.accept(inOrder, entries('job-1')), ['accepted', 'accepted'])
      const reversed = storedDelivery(bench.clock.now, { body: 'reversed' })
      assert.deepEqual(await inbox.accept(reversed, entries('job-2').reverse()), ['accepted', 'stale'])
    }),
  ]
}
