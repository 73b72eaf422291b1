import assert from 'node:assert/strict'
import type { Check } from '../checks.ts'
import { type Bench, benchCheck, type OpenInbox, type Setting } from './bench.ts'
import { found } from './direct.ts'
import { completed, idOf } from './example-job.ts'

const decade = 10 * 365 * 24 * 60 * 60 * 1000

/** A handler that fails runs again, later and later, until its event is dead; nobody else runs with it. */
export function failingChecks(setting: Setting): readonly Check[] {
  const check = (name: string, run: (bench: Bench) => Promise<void>) => benchCheck(setting, name, run)
  return [
    check('a handler that failed runs again, and its sibling that succeeded does not', async (bench) => {
      const inbox = await bench.open()
      const app = bench.serve(inbox)
      app.handle('save')
      app.handle('mail', ({ attempt }) => failUntil(3, attempt))
      await app.receiver.start()
      assert.equal((await app.send(completed('job-1'))).status, 200)
      await bench.idle()
      for (let retry = 0; retry < 2; retry++) await advanceToDue(bench, inbox)
      const attempts = (name: string): number[] =>
        app.runs.filter(({ handler }) => handler === name).map(({ attempt }) => attempt)
      assert.deepEqual([attempts('save'), attempts('mail')], [[1], [1, 2, 3]])
      const { state, handlers } = await found(inbox, idOf('job-1'))
      assert.equal(state, 'done')
      assert.deepEqual(handlers.map(({ name, attempts, succeeded }) => [name, attempts, succeeded]).sort(), [
        ['mail', 3, true],
        ['save', 1, true],
      ])
    }),
    check('the wait before a retry is random, doubles at most, and has a limit', async (bench) => {
      const inbox = await bench.open()
      const app = bench.serve(inbox, { retry: { attempts: 30, baseMs: 1_000, maxMs: 8_000 } })
      app.handle('save', () => failUntil(30, 0))
      await app.receiver.start()
      for (let job = 0; job < 5; job++) await app.send(completed(`job-${job}`))
      await bench.idle()
      const waits = new Set<number>()
      for (let attempts = 1; attempts <= 7; attempts++) {
        let latest = bench.clock.now
        for (const { dueAt = '', handlers } of (await inbox.query.list({ state: 'pending' })).entries) {
          assert.equal(handlers[0]?.attempts, attempts)
          const wait = Date.parse(dueAt) - bench.clock.now
          assert.ok(wait > 0 && wait <= Math.min(8_000, 1_000 * 2 ** (attempts - 1)), `${wait} ms`)
          waits.add(wait)
          latest = Math.max(latest, Date.parse(dueAt))
        }
        bench.advance(latest - bench.clock.now)
        await bench.until('all ran again', () => app.runs.length === 5 * (attempts + 1))
        await bench.idle()
      }
      assert.ok(waits.size > 7, 'the waits are not random')
    }),
    check('after its last attempt an event is dead, kept, and left alone', async (bench) => {
      const inbox = await bench.open()
      const app = bench.serve(inbox, { retry: { attempts: 3 } })
      app.handle('save', () => failUntil(Number.POSITIVE_INFINITY, 0))
      await app.receiver.start()
      await app.send(completed('job-1', 'secret text'))
      await bench.idle()
      for (let retry = 0; retry < 2; retry++) await advanceToDue(bench, inbox)
      bench.advance(decade)
      await bench.idle()
      assert.equal(app.runs.length, 3)
      const { state, reason, event, deliveries } = await found(inbox, idOf('job-1'))
      assert.equal(state, 'dead')
      assert.match(reason ?? '', /save/)
      assert.equal(event?.jobId, 'job-1')
      assert.equal(deliveries.length, 1)
    }),
    check('a handler has its own number of attempts, and the others go on', async (bench) => {
      const inbox = await bench.open()
      const app = bench.serve(inbox, { retry: { attempts: 3 } })
      app.handle('once', () => failUntil(2, 0), { attempts: 1 })
      app.handle('thrice', ({ attempt }) => failUntil(3, attempt))
      await app.receiver.start()
      await app.send(completed('job-1'))
      await bench.idle()
      for (let retry = 0; retry < 2; retry++) await advanceToDue(bench, inbox)
      assert.deepEqual(app.ranFor('job-1').toSorted(), ['once', 'thrice', 'thrice', 'thrice'])
      const { state, reason } = await found(inbox, idOf('job-1'))
      assert.equal(state, 'dead')
      assert.match(reason ?? '', /once/)
    }),
    check('a failure is kept without what the error said', async (bench) => {
      const inbox = await bench.open()
      const app = bench.serve(inbox)
      app.handle('save', () => failUntil(2, 0))
      await app.receiver.start()
      await app.send(completed('job-1'))
      await bench.idle()
      const { handlers } = await found(inbox, idOf('job-1'))
      assert.deepEqual(
        handlers.map(({ error }) => error),
        ['Error'],
      )
    }),
    check(
      "a handler's failure is not the service's: its copies are answered 200, and the retry is ours",
      async (bench) => {
        const inbox = await bench.open()
        const app = bench.serve(inbox)
        app.handle('save', ({ attempt }) => failUntil(2, attempt))
        await app.receiver.start()
        assert.equal((await app.send(completed('job-1'))).status, 200)
        await bench.idle()
        const copy = await app.send(completed('job-1'))
        assert.deepEqual([copy.status, copy.outcome], [200, 'duplicate'])
        await advanceToDue(bench, inbox)
        assert.deepEqual(app.ranFor('job-1'), ['save', 'save'])
      },
    ),
    check('events that fail do not hold up those that do not', async (bench) => {
      const inbox = await bench.open()
      const app = bench.serve(inbox, { concurrency: 2 })
      app.handle('save', ({ event }) => failUntil(event.jobId === 'good' ? 0 : 2, 0))
      for (let job = 0; job < 10; job++) await app.send(completed(`bad-${job}`))
      await app.send(completed('good'))
      await app.receiver.start()
      await bench.idle()
      assert.deepEqual(app.ranFor('good'), ['save'])
      const { pending, done } = await inbox.query.stats()
      assert.deepEqual([pending, done], [10, 1])
    }),
  ]
}

function failUntil(attempts: number, attempt: number): void {
  if (attempt < attempts) throw new Error('Something secret is down.')
}

/** To the time at which the only pending entry is due. */
async function advanceToDue(bench: Bench, inbox: OpenInbox): Promise<void> {
  const { entries } = await inbox.query.list({ state: 'pending' })
  assert.equal(entries.length, 1, 'one entry waits to be tried again')
  const runsAgain = Date.parse(entries[0]?.dueAt ?? '')
  assert.ok(runsAgain > bench.clock.now, 'it waits before it is tried again')
  bench.advance(runsAgain - bench.clock.now)
  const id = entries[0]?.id ?? ''
  await bench.until('it was tried again', async () => {
    const { state, dueAt } = await found(inbox, id)
    return state !== 'pending' || Date.parse(dueAt ?? '') !== runsAgain
  })
  await bench.idle()
}
