import assert from 'node:assert/strict'
import { Buffer } from 'node:buffer'
import type { Check } from '../checks.ts'
import { type Bench, benchCheck, type OpenInbox, type Setting } from './bench.ts'
import { found, noting, put, putUnreadable } from './direct.ts'
import { completed, idOf, signed } from './example-job.ts'

/** What is genuine and unreadable is kept until a reader understands it. */
export function quarantineChecks(setting: Setting): readonly Check[] {
  const check = (name: string, run: (bench: Bench) => Promise<void>) => benchCheck(setting, name, run)
  return [
    check('no worker is given what is in quarantine', async (bench) => {
      const inbox = await bench.open()
      const { process, ids } = noting()
      await putUnreadable(bench, inbox, '{')
      await put(bench, inbox, 'job-1')
      await bench.work(inbox, process)
      await bench.idle()
      assert.deepEqual(ids(), [idOf('job-1')])
    }),
    check('an unreadable delivery is answered 200, kept whole, and reaches no handler', async (bench) => {
      const inbox = await bench.open()
      const app = bench.serve(inbox)
      app.handle('save')
      await app.receiver.start()
      const body = Buffer.from([0x7b, 0xff, 0x00, 0x7d])
      for (const outcome of ['quarantined', 'duplicate']) {
        const receipt = await app.sendSigned(signed(body))
        assert.deepEqual([receipt.status, receipt.outcome], [200, outcome])
      }
      await bench.idle()
      assert.deepEqual(app.runs, [])
      const [entry, ...others] = (await inbox.query.list()).entries
      assert.ok(entry)
      assert.deepEqual(others, [])
      assert.equal(entry.state, 'quarantined')
      assert.deepEqual([entry.type, entry.jobId, entry.dueAt], [undefined, undefined, undefined])
      assert.ok(entry.reason)
      const { event, deliveries } = await found(inbox, entry.id)
      assert.equal(event, undefined)
      assert.deepEqual(
        deliveries.map(({ body: kept }) => [...kept]),
        [[...body]],
      )
    }),
    check(
      'a newer reader emits what is replayed, and the service’s own copy of it is a duplicate',
      async (bench) => {
        const inbox = await bench.open()
        const old = bench.serve(inbox, { provider: unreadable })
        await old.send(completed('job-1', 'text'))
        const app = bench.serve(inbox)
        app.handle('save')
        await app.receiver.start()
        bench.advance(60_000)
        assert.equal(await inbox.query.replay({ state: 'quarantined' }), 1)
        await bench.until('its event is done', async () => {
          return (await inbox.query.get(idOf('job-1')))?.state === 'done'
        })
        await bench.idle()
        const { event } = app.runs[0] ?? {}
        assert.deepEqual(app.ranFor('job-1'), ['save'])
        assert.deepEqual(
          [event?.source, event?.receivedAt],
          ['replay', new Date(bench.clock.now - 60_000).toISOString()],
        )
        assert.equal(await inQuarantine(inbox), 0)
        assert.equal((await app.send(completed('job-1', 'text'))).outcome, 'duplicate')
        await bench.idle()
        assert.equal(app.runs.length, 1)
      },
    ),
    check('what is still unreadable goes back into quarantine', async (bench) => {
      const inbox = await bench.open()
      const app = bench.serve(inbox, { provider: unreadable })
      app.handle('save')
      await app.receiver.start()
      await app.send(completed('job-1'))
      const id = (await inbox.query.list()).entries[0]?.id ?? ''
      assert.equal(await inbox.query.replay({ ids: [id] }), 1)
      await bench.until('it is in quarantine again', async () => (await inQuarantine(inbox)) === 1)
      await bench.idle()
      const { state, reason, deliveries } = await found(inbox, id)
      assert.deepEqual([state, reason, deliveries.length], ['quarantined', 'of a later version', 1])
      assert.deepEqual(app.runs, [])
    }),
    check('one that is worked on is claimed without an event', async (bench) => {
      const inbox = await bench.open()
      const id = await putUnreadable(bench, inbox, '?')
      const seen: unknown[] = []
      await bench.work(inbox, async (entry) => {
        const deliveries = await entry.deliveries()
        seen.push([entry.id, entry.event, entry.reread, deliveries.length])
        return { state: 'quarantined', progress: entry.progress, reason: 'again' }
      })
      await inbox.query.replay({ ids: [id] })
      await bench.until('it was worked on', () => seen.length === 1)
      await bench.idle()
      assert.deepEqual(seen, [[id, undefined, true, 1]])
    }),
  ]
}

const unreadable = {
  read: () => ({ outcome: 'unreadable', reason: 'of a later version' }) as const,
}

async function inQuarantine({ query }: OpenInbox): Promise<number> {
  return (await query.stats()).quarantined
}
