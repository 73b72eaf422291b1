import assert from 'node:assert/strict'
import type { ClaimedEntry, Verdict } from '@stt-webhooks/core/inbox'
import type { Check } from '../checks.ts'
import { type Bench, benchCheck, type OpenInbox, type Setting } from './bench.ts'
import { done, found, noting, plain, put } from './direct.ts'
import { completed, idOf } from './example-job.ts'

const hour = 3_600_000

/** What a later copy holds more is added to the event, never thrown away as a duplicate. */
export function attachingChecks(setting: Setting): readonly Check[] {
  const check = (name: string, run: (bench: Bench) => Promise<void>) => benchCheck(setting, name, run)
  return [
    check('a richer duplicate of a pending event reaches the handlers with it', async (bench) => {
      const inbox = await bench.open()
      const app = bench.serve(inbox)
      app.handle('save')
      await app.send(completed('job-1'))
      const richer = await app.send(completed('job-1', 'naïve'))
      assert.deepEqual([richer.status, richer.outcome], [200, 'accepted'])
      await app.receiver.start()
      await bench.idle()
      assert.equal(app.runs.length, 1)
      assert.deepEqual(transcriptsOf(app.runs[0]?.event), ['naïve'])
    }),
    check('both deliveries are kept, the oldest first, and copies of both are duplicates', async (bench) => {
      const inbox = await bench.open()
      for (const body of ['first', 'second', 'third']) {
        assert.equal(await put(bench, inbox, 'job-1', { body }), body === 'first' ? 'accepted' : 'attached')
        bench.advance(1_000)
      }
      for (const body of ['third', 'first', 'second'])
        assert.equal(await put(bench, inbox, 'job-1', { body }), 'duplicate')
      const expected = ['first', 'second', 'third']
      assert.deepEqual(await bodiesOf(inbox), expected)
      const kept: string[] = []
      const worker = await bench.work(inbox, async (entry) => {
        for (const { body } of await entry.deliveries()) kept.push(new TextDecoder().decode(body))
        return done(entry)
      })
      await worker.idle()
      assert.deepEqual(kept, expected)
      assert.equal((await inbox.query.list()).entries.length, 1)
    }),
    check('copies that differ and come at once are all kept', async (bench) => {
      const inbox = await bench.open()
      const bodies = Array.from({ length: 20 }, (_, index) => `body ${index}`)
      const answers = await Promise.all(
        [...bodies, ...bodies].map((body) =>
          put(bench, inbox, 'job-1', { body, event: { metadata: { [body]: true } } }),
        ),
      )
      const count = (what: string): number => answers.filter((one) => one === what).length
      assert.deepEqual([count('accepted'), count('attached'), count('duplicate')], [1, 19, 20])
      assert.deepEqual((await bodiesOf(inbox)).sort(), bodies.toSorted())
      const { metadata } = (await found(inbox, idOf('job-1'))).event ?? {}
      assert.deepEqual(Object.keys(metadata ?? {}).sort(), bodies.toSorted())
    }),
    check(
      'what is attached to an event that is done stays with it, and nothing runs again',
      async (bench) => {
        const inbox = await bench.open()
        const { process, claimed } = noting()
        await bench.work(inbox, process)
        await put(bench, inbox, 'job-1', { body: 'first' })
        await bench.idle()
        assert.equal(await put(bench, inbox, 'job-1', richer), 'attached')
        bench.advance(hour)
        await bench.idle()
        assert.equal(claimed.length, 1)
        assert.equal((await found(inbox, idOf('job-1'))).state, 'done')
        await assertMerged(inbox)
      },
    ),
    check('an event that waits to be tried again is due at once, its progress kept', async (bench) => {
      const inbox = await bench.open()
      const dueAt = bench.clock.now + hour
      const progress = { unanswered: 0, handlers: [{ name: 'save', attempts: 2, succeeded: false }] }
      const { process, claimed } = noting((entry) =>
        claimed.length === 1 ? { state: 'pending', dueAt, progress } : done(entry),
      )
      await bench.work(inbox, process)
      await put(bench, inbox, 'job-1', { body: 'first' })
      await bench.idle()
      assert.equal(await put(bench, inbox, 'job-1', richer), 'attached')
      await bench.until('it is worked on again', () => claimed.length === 2)
      await bench.idle()
      assert.deepEqual(plain(claimed[1]?.progress), progress)
      assert.deepEqual(plain(claimed[1]?.event?.metadata), richer.event.metadata)
    }),
    check('a dead event is pending again and due at once, its successes kept', async (bench) => {
      const inbox = await bench.open()
      const succeeded = { name: 'save', attempts: 1, succeeded: true }
      const handlers = [succeeded, { name: 'mail', attempts: 3, succeeded: false }]
      const { process, claimed } = noting((entry) =>
        claimed.length === 1
          ? { state: 'dead', progress: { unanswered: 1, handlers }, reason: 'mail failed' }
          : done(entry),
      )
      await bench.work(inbox, process)
      await put(bench, inbox, 'job-1', { body: 'first' })
      await bench.idle()
      assert.equal((await found(inbox, idOf('job-1'))).state, 'dead')
      assert.equal(await put(bench, inbox, 'job-1', richer), 'attached')
      await bench.until('it is worked on again', () => claimed.length === 2)
      await bench.idle()
      assert.deepEqual(plain(claimed[1]?.progress), { unanswered: 0, handlers: [succeeded] })
      const entry = await found(inbox, idOf('job-1'))
      assert.deepEqual([entry.state, entry.reason], ['done', undefined])
    }),
    ...(['done', 'dead'] as const).map((state) =>
      check(
        `what is attached while the handlers run outlives a verdict (${state}) that does not know it`,
        (bench) =>
          attachWhileRunning(bench, ({ event, progress }) => {
            assert.ok(event)
            return { state, progress, event: { ...event, metadata: { ...event.metadata, learnt: true } } }
          }),
      ),
    ),
  ]
}

const richer = { body: 'second', event: { metadata: { more: true } } }

async function attachWhileRunning(bench: Bench, judge: (entry: ClaimedEntry) => Verdict): Promise<void> {
  const inbox = await bench.open()
  const gate = bench.gate()
  const { process, claimed } = noting(async (entry) => {
    await gate.passed
    return judge(entry)
  })
  await bench.work(inbox, process)
  await put(bench, inbox, 'job-1', { body: 'first' })
  await bench.until('it is worked on', () => claimed.length === 1)
  assert.equal(await put(bench, inbox, 'job-1', richer), 'attached')
  bench.wake()
  gate.open()
  await bench.until(
    'its verdict is stored',
    async () => (await found(inbox, idOf('job-1'))).state !== 'pending',
  )
  await bench.idle()
  assert.equal(claimed.length, 1, 'it was worked on twice')
  await assertMerged(inbox, { learnt: true })
}

async function assertMerged(inbox: OpenInbox, more: object = {}): Promise<void> {
  const { event } = await found(inbox, idOf('job-1'))
  assert.deepEqual(plain(event?.metadata), { ...richer.event.metadata, ...more })
  assert.deepEqual(await bodiesOf(inbox), ['first', 'second'])
}

async function bodiesOf(inbox: OpenInbox): Promise<string[]> {
  const { deliveries } = await found(inbox, idOf('job-1'))
  return deliveries.map(({ body }) => new TextDecoder().decode(body))
}

function transcriptsOf(event: object | undefined): unknown {
  const transcripts = event !== undefined && 'transcripts' in event ? event.transcripts : undefined
  return Array.isArray(transcripts) ? transcripts.map(({ text }) => text) : undefined
}
