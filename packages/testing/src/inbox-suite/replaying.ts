import assert from 'node:assert/strict'
import type { ClaimedEntry, Verdict } from '@stt-webhooks/core/inbox'
import type { Check } from '../checks.ts'
import { type Bench, benchCheck, type Setting } from './bench.ts'
import { done, found, noting, put } from './direct.ts'
import { completed, idOf } from './example-job.ts'
import type { Work } from './served.ts'

const failing: Work = () => {
  throw new Error('The database is down.')
}

/** What is asked for again runs again, read anew from its bytes; nothing else does. */
export function replayingChecks(setting: Setting): readonly Check[] {
  const check = (name: string, run: (bench: Bench) => Promise<void>) => benchCheck(setting, name, run)
  return [
    ...(['unfinished', 'all'] as const).map((handlers) =>
      check(
        `a dead event that is replayed runs ${handlers} handlers, from their first attempt`,
        async (bench) => {
          const inbox = await bench.open()
          const app = bench.serve(inbox, { retry: { attempts: 1 } })
          let broken = true
          app.handle('save')
          app.handle('mail', (run) => broken && failing(run))
          await app.receiver.start()
          await app.send(completed('job-1', 'text'))
          await bench.idle()
          assert.equal((await found(inbox, idOf('job-1'))).state, 'dead')
          broken = false
          bench.advance(1_000)
          assert.equal(await inbox.query.replay({ state: 'dead', handlers }), 1)
          await bench.until('it is done', async () => (await found(inbox, idOf('job-1'))).state === 'done')
          await bench.idle()
          const expected = handlers === 'all' ? ['mail', 'save'] : ['mail']
          const again = app.runs.slice(2)
          assert.deepEqual(again.map(({ handler }) => handler).sort(), expected)
          for (const { event, attempt } of again) {
            assert.deepEqual([attempt, event.source, event.id], [1, 'replay', idOf('job-1')])
            assert.equal(event.receivedAt, new Date(bench.clock.now - 1_000).toISOString())
          }
          assert.equal((await found(inbox, idOf('job-1'))).reason, undefined)
        },
      ),
    ),
    check('what is stale is replayed only if the filter names its state', async (bench) => {
      const inbox = await bench.open()
      const { process, ids } = noting()
      await put(bench, inbox, 'job-1')
      await put(bench, inbox, 'job-1', { phase: 'processing' })
      await bench.work(inbox, process)
      await bench.idle()
      assert.equal((await found(inbox, idOf('job-1', 'processing'))).state, 'stale')
      assert.equal(await inbox.query.replay({ handlers: 'all' }), 1)
      await bench.idle()
      assert.equal(await inbox.query.replay({ state: 'stale', handlers: 'all' }), 1)
      await bench.idle()
      assert.deepEqual(ids(), [idOf('job-1'), idOf('job-1'), idOf('job-1', 'processing')])
    }),
    check('an event that is done runs handlers that are new, or all if they are asked for', async (bench) => {
      const inbox = await bench.open()
      const app = bench.serve(inbox)
      app.handle('save')
      await app.receiver.start()
      await app.send(completed('job-1'))
      await bench.idle()
      const ids = [idOf('job-1')]
      assert.equal(await inbox.query.replay({ ids }), 1)
      await bench.idle()
      assert.deepEqual(app.ranFor('job-1'), ['save'])
      app.handle('new')
      await inbox.query.replay({ ids })
      await bench.idle()
      assert.deepEqual(app.ranFor('job-1'), ['save', 'new'])
      await inbox.query.replay({ ids, handlers: 'all' })
      await bench.idle()
      assert.deepEqual(app.ranFor('job-1').slice(2).sort(), ['new', 'save'])
    }),
    check('what is replayed is read anew by the reader of today', async (bench) => {
      const inbox = await bench.open()
      const old = bench.serve(inbox, {
        provider: { read: (delivery) => ({ outcome: 'events', events: [draftOf(delivery, 'old')] }) },
      })
      await old.send(completed('job-1'))
      const app = bench.serve(inbox)
      app.handle('save')
      await app.receiver.start()
      await bench.idle()
      assert.deepEqual(app.runs[0]?.event.raw, { read: 'old' })
      await inbox.query.replay({ jobId: 'job-1', handlers: 'all' })
      await bench.idle()
      assert.deepEqual(app.runs[1]?.event.raw, completed('job-1'))
      assert.deepEqual((await found(inbox, idOf('job-1'))).event?.raw, completed('job-1'))
    }),
    check('what is replayed is read anew until a verdict has its event', async (bench) => {
      const inbox = await bench.open()
      const later = ({ progress }: ClaimedEntry): Verdict => ({ state: 'pending', progress })
      const withEvent = (entry: ClaimedEntry): Verdict => ({ ...later(entry), event: entry.event })
      const verdicts = [done, later, withEvent]
      const { process, claimed } = noting((entry) => (verdicts.shift() ?? done)(entry))
      await bench.work(inbox, process)
      await put(bench, inbox, 'job-1')
      await bench.idle()
      await inbox.query.replay({ ids: [idOf('job-1')] })
      await bench.idle()
      assert.deepEqual(
        claimed.map(({ reread }) => reread),
        [false, true, true, false],
      )
    }),
    check('a replay wakes a worker, and what it asks for is claimed once', async (bench) => {
      const inbox = await bench.open()
      const { process, claimed } = noting()
      await bench.work(inbox, process)
      await put(bench, inbox, 'job-1')
      await bench.idle()
      await inbox.query.replay({ ids: [idOf('job-1')] })
      await bench.until('it is claimed again', () => claimed.length === 2)
      await bench.idle()
      assert.deepEqual(
        claimed.map(({ reread, claims }) => [reread, claims]),
        [
          [false, 1],
          [true, 1],
        ],
      )
      assert.equal(await put(bench, inbox, 'job-1', { body: 'more' }), 'attached')
      assert.equal(claimed.length, 2, 'the wish to read anew outlives the verdict')
    }),
    check('what is pending is left alone', async (bench) => {
      const inbox = await bench.open()
      const dueAt = bench.clock.now + 60_000
      const progress = { unanswered: 0, handlers: [{ name: 'save', attempts: 4, succeeded: false }] }
      const { process, claimed } = noting(() => ({ state: 'pending', dueAt, progress }))
      await bench.work(inbox, process)
      await put(bench, inbox, 'job-1')
      await bench.idle()
      assert.equal(await inbox.query.replay({ handlers: 'all' }), 0)
      await bench.idle()
      assert.equal(claimed.length, 1)
      const entry = await found(inbox, idOf('job-1'))
      assert.deepEqual([entry.dueAt, entry.handlers], [new Date(dueAt).toISOString(), progress.handlers])
    }),
    check('only what the filter names is replayed', async (bench) => {
      const inbox = await bench.open()
      const { process, claimed } = noting(({ event, progress }) => ({
        state: event?.jobId === 'dead' ? 'dead' : 'done',
        progress,
      }))
      await bench.work(inbox, process)
      for (const jobId of ['dead', 'early', 'late']) {
        await put(bench, inbox, jobId)
        await bench.idle()
        bench.advance(1_000)
      }
      await put(bench, inbox, 'late', { endpoint: 'second' })
      await bench.idle()
      const middle = new Date(bench.clock.now - 2_000)
      const filters = [
        [{ state: 'dead' }, 1],
        [{ state: ['done', 'stale'] }, 3],
        [{ jobId: 'late' }, 2],
        [{ jobId: 'late', endpoint: 'second' }, 1],
        [{ ids: [idOf('early'), idOf('nobody')] }, 1],
        [{ from: middle }, 3],
        [{ until: middle }, 1],
        [{ type: 'transcript.failed' }, 0],
        [{ ids: [] }, 0],
      ] as const
      for (const [filter, count] of filters) {
        const before = claimed.length
        assert.equal(await inbox.query.replay(filter), count, JSON.stringify(filter))
        await bench.idle()
        assert.equal(claimed.length - before, count, JSON.stringify(filter))
      }
    }),
    check('all of many are replayed, not a page of them', async (bench) => {
      const inbox = await bench.open()
      const { process, claimed } = noting()
      await bench.work(inbox, process)
      const jobs = Array.from({ length: 230 }, (_, index) => `job-${index}`)
      await Promise.all(jobs.map((jobId) => put(bench, inbox, jobId)))
      await bench.idle()
      assert.equal(await inbox.query.replay({ state: 'done' }), jobs.length)
      await bench.idle()
      assert.equal(claimed.length, 2 * jobs.length)
    }),
    check('a stale event can be replayed', async (bench) => {
      const inbox = await bench.open()
      const { process, ids } = noting(done)
      await put(bench, inbox, 'job-1')
      await put(bench, inbox, 'job-1', { phase: 'processing' })
      await bench.work(inbox, process)
      await bench.idle()
      assert.equal(await inbox.query.replay({ state: 'stale' }), 1)
      await bench.idle()
      assert.deepEqual(ids(), [idOf('job-1'), idOf('job-1', 'processing')])
    }),
  ]
}

/** As an older reader saw it. */
function draftOf(delivery: { json(): unknown }, read: string) {
  const parsed = delivery.json()
  const jobId =
    typeof parsed === 'object' && parsed !== null && 'id' in parsed ? String(parsed.id) : 'unknown'
  const event = {
    type: 'transcript.completed',
    provider: 'example',
    product: 'example',
    jobId,
    raw: { read },
  } as const
  return { key: { jobId, phase: 'ended' }, event } as const
}
