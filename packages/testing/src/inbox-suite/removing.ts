import assert from 'node:assert/strict'
import type { Check } from '../checks.ts'
import { type Bench, benchCheck, type OpenInbox, type Setting } from './bench.ts'
import { done, found, noting, put, putUnreadable } from './direct.ts'
import { completed, idOf } from './example-job.ts'

const minute = 60_000
const day = 24 * 60 * minute
const settings = { keepBodiesMs: 7 * day, keepIdsMs: 30 * day }

/** What is finished expires, what is not never does, and what is erased is gone. */
export function removingChecks(setting: Setting): readonly Check[] {
  const check = (name: string, run: (bench: Bench) => Promise<void>) => benchCheck(setting, name, run)
  return [
    check(
      'bodies of what is finished go first: the id stays known, and what the list tells',
      async (bench) => {
        const inbox = await bench.open(settings)
        await finish(bench, inbox)
        bench.advance(settings.keepBodiesMs - minute)
        await bench.idle()
        assert.equal(await bodies(inbox, idOf('done')), 1, 'a body expired too early')
        bench.advance(2 * minute)
        for (const id of [idOf('done'), idOf('done', 'processing')]) {
          await bench.eventually('the bodies are gone', async () => (await bodies(inbox, id)) === 0)
          const { event, jobId, type } = await found(inbox, id)
          assert.deepEqual([event, jobId], [undefined, 'done'])
          assert.match(type ?? '', /^transcript\./)
        }
        for (const body of [undefined, 'richer'])
          assert.equal(await put(bench, inbox, 'done', body === undefined ? {} : { body }), 'duplicate')
        assert.equal(await bodies(inbox, idOf('done')), 0)
      },
    ),
    check('ids of what is finished go later: another copy is new', async (bench) => {
      const inbox = await bench.open(settings)
      await finish(bench, inbox)
      bench.advance(settings.keepIdsMs - minute)
      await bench.idle()
      assert.equal(await put(bench, inbox, 'done'), 'duplicate')
      bench.advance(2 * minute)
      for (const id of [idOf('done'), idOf('done', 'processing')])
        await bench.eventually('the id is gone', async () => (await inbox.query.get(id)) === undefined)
      assert.equal(await put(bench, inbox, 'done', { phase: 'processing' }), 'accepted')
      assert.equal(await put(bench, inbox, 'done'), 'accepted')
    }),
    check('what is pending, dead or in quarantine never expires', async (bench) => {
      const inbox = await bench.open(settings)
      const unreadable = await putUnreadable(bench, inbox, '?')
      const dueAt = bench.clock.now + 1_000 * day
      const { process } = noting((entry) =>
        entry.event?.jobId === 'dead'
          ? { state: 'dead', progress: entry.progress }
          : { state: 'pending', progress: entry.progress, dueAt },
      )
      await bench.work(inbox, process)
      await put(bench, inbox, 'dead')
      await put(bench, inbox, 'waiting')
      await bench.idle()
      for (let months = 0; months < 3; months++) {
        bench.advance(30 * day)
        await bench.idle()
      }
      for (const id of [unreadable, idOf('dead'), idOf('waiting')]) assert.equal(await bodies(inbox, id), 1)
      assert.equal((await found(inbox, idOf('dead'))).event?.jobId, 'dead')
      assert.equal((await found(inbox, idOf('waiting'))).event?.jobId, 'waiting')
    }),
    check('an event without bytes that is replayed calls nobody, and is done', async (bench) => {
      const inbox = await bench.open(settings)
      const app = bench.serve(inbox)
      app.handle('save')
      await app.receiver.start()
      await app.send(completed('job-1'))
      await bench.idle()
      bench.advance(settings.keepBodiesMs + minute)
      await bench.eventually('its bytes are gone', async () => (await bodies(inbox, idOf('job-1'))) === 0)
      assert.equal(await inbox.query.replay({ jobId: 'job-1', handlers: 'all' }), 1)
      await bench.until('it is done', async () => (await found(inbox, idOf('job-1'))).state === 'done')
      assert.equal(app.runs.length, 1)
    }),
    check('erase() removes all of a job, its keys included, and nothing else', async (bench) => {
      const inbox = await bench.open()
      await put(bench, inbox, 'person', { body: 'private', event: { metadata: { private: true } } })
      await put(bench, inbox, 'person', { body: 'more private' })
      await put(bench, inbox, 'person', { phase: 'processing' })
      await put(bench, inbox, 'person', { endpoint: 'second' })
      await put(bench, inbox, 'other')
      assert.equal(await inbox.query.erase({ endpoint: 'example', jobId: 'person' }), 2)
      assert.equal(await inbox.query.erase({ endpoint: 'example', jobId: 'person' }), 0)
      assert.equal(await inbox.query.get(idOf('person')), undefined)
      assert.deepEqual(
        (await inbox.query.list()).entries.map(({ id }) => id).sort(),
        [idOf('other'), idOf('person', 'ended', 'second')].sort(),
      )
      assert.equal(await put(bench, inbox, 'person', { phase: 'processing' }), 'accepted')
      assert.equal(await put(bench, inbox, 'person', { body: 'new' }), 'accepted')
      const { deliveries, event } = await found(inbox, idOf('person'))
      assert.deepEqual(
        deliveries.map(({ body }) => new TextDecoder().decode(body)),
        ['new'],
      )
      assert.deepEqual(event?.metadata, {})
    }),
    check('what is erased while it is worked on does not come back', async (bench) => {
      const inbox = await bench.open()
      const gate = bench.gate()
      const { process, claimed } = noting(async (entry) => {
        await gate.passed
        return done(entry)
      })
      await bench.work(inbox, process)
      await put(bench, inbox, 'job-1')
      await bench.until('it is worked on', () => claimed.length === 1)
      assert.equal(await inbox.query.erase({ endpoint: 'example', jobId: 'job-1' }), 1)
      gate.open()
      await bench.idle()
      assert.equal(await inbox.query.get(idOf('job-1')), undefined)
      assert.equal(await put(bench, inbox, 'job-1'), 'accepted')
      await bench.until('the new one is worked on', () => claimed.length === 2)
      await bench.idle()
    }),
  ]
}

/** One entry that is done, and one that is stale. */
async function finish(bench: Bench, inbox: OpenInbox): Promise<void> {
  await bench.work(inbox, noting().process)
  await put(bench, inbox, 'done')
  await bench.idle()
  assert.equal(await put(bench, inbox, 'done', { phase: 'processing' }), 'stale')
}

async function bodies(inbox: OpenInbox, id: string): Promise<number> {
  return (await found(inbox, id)).deliveries.length
}
