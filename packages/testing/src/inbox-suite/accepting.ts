import assert from 'node:assert/strict'
import { Buffer } from 'node:buffer'
import type { Check } from '../checks.ts'
import { type Bench, benchCheck, type Setting } from './bench.ts'
import { done, found, noting, plain, put } from './direct.ts'
import { completed, entryOf, idOf, storedDelivery } from './example-job.ts'

/** What a delivery leaves behind: all of it, once, or nothing. */
export function acceptingChecks(setting: Setting): readonly Check[] {
  const check = (name: string, run: (bench: Bench) => Promise<void>) => benchCheck(setting, name, run)
  return [
    ...Object.entries(bodies).map(([what, body]) =>
      check(`the exact bytes are kept and given back: ${what}`, async (bench) => {
        const inbox = await bench.open()
        const delivery = storedDelivery(bench.clock.now, { body })
        await inbox.accept(delivery, [entryOf('job-1')])
        const kept: Uint8Array[] = []
        const worker = await bench.work(inbox, async (entry) => {
          for (const one of await entry.deliveries()) kept.push(one.body)
          return done(entry)
        })
        await worker.idle()
        const { deliveries } = await found(inbox, idOf('job-1'))
        // Not deepEqual: it takes minutes to tell how two long bodies differ.
        for (const bytes of [...kept, ...deliveries.map((one) => one.body)])
          assert.ok(Buffer.from(bytes).equals(body), 'the bytes are not those that came')
        assert.deepEqual([kept.length, deliveries.length], [1, 1])
        assert.equal(deliveries[0]?.checksum, delivery.checksum)
      }),
    ),
    check('of a delivery everything is kept that it was given with', async (bench) => {
      const inbox = await bench.open()
      const expiresAt = new Date(bench.clock.now + 1_000).toISOString()
      const whole = storedDelivery(bench.clock.now, {
        method: 'PUT',
        url: '/webhooks/stt/example?id=1&name=na%C3%AFve&id=2',
        headers: { 'content-type': 'text/plain; charset="x"', 'x-kind': 'naïve 日本語' },
        verifiedBy: 'callback',
        callback: { metadata: { order: 7, deep: { a: [null, 'é'] } }, expiresAt },
      })
      const least = storedDelivery(bench.clock.now, { headers: {}, verifiedBy: 'none', body: 'least' })
      for (const [jobId, delivery] of [['whole', whole] as const, ['least', least] as const]) {
        await inbox.accept(delivery, [entryOf(jobId)])
        const { deliveries } = await found(inbox, idOf(jobId))
        assert.deepEqual(deliveries.map(withoutBytes), [withoutBytes(delivery)])
      }
    }),
    check('an event comes back as JSON keeps it', async (bench) => {
      const inbox = await bench.open()
      const raw = { text: 'naïve 日本語 🎧 \u0000 \ud800 \\u0000 \'"%', deep: [{ n: 1e-9, no: null }], '': 0 }
      const entry = entryOf('job-1', { event: { raw, metadata: { __proto__: null, order: 'a\u0000b' } } })
      await inbox.accept(storedDelivery(bench.clock.now), [entry])
      const { process, claimed } = noting()
      await (await bench.work(inbox, process)).idle()
      assert.deepEqual(plain(claimed[0]?.event), plain(entry.event))
      assert.deepEqual(plain((await found(inbox, entry.id)).event), plain(entry.event))
    }),
    check(
      'a copy is a duplicate, whatever became of the event, and nothing is stored of it',
      async (bench) => {
        const inbox = await bench.open()
        assert.equal(await put(bench, inbox, 'job-1'), 'accepted')
        assert.equal(await put(bench, inbox, 'job-1'), 'duplicate')
        const { process, claimed } = noting()
        await (await bench.work(inbox, process)).idle()
        assert.equal(await put(bench, inbox, 'job-1'), 'duplicate')
        await bench.idle()
        assert.equal(claimed.length, 1)
        assert.equal((await found(inbox, idOf('job-1'))).deliveries.length, 1)
        assert.equal((await found(inbox, idOf('job-1'))).state, 'done')
      },
    ),
    check('one delivery with several entries is answered for each of them, in order', async (bench) => {
      const inbox = await bench.open()
      await put(bench, inbox, 'known')
      const delivery = storedDelivery(bench.clock.now, { body: 'several' })
      const entries = ['new', 'known', 'new', 'other'].map((jobId) => entryOf(jobId))
      assert.deepEqual(await inbox.accept(delivery, entries), [
        'accepted',
        'attached',
        'duplicate',
        'accepted',
      ])
      assert.deepEqual(await inbox.accept(delivery, entries), Array(4).fill('duplicate'))
      for (const jobId of ['new', 'other'])
        assert.equal((await found(inbox, idOf(jobId))).deliveries[0]?.checksum, delivery.checksum)
    }),
    check(
      'a delivery that cannot be stored whole leaves nothing, and is new when it comes again',
      async (bench) => {
        const inbox = await bench.open()
        const delivery = storedDelivery(bench.clock.now, { body: 'several' })
        const raw = {
          toJSON() {
            throw new Error('The suite made this event impossible to store.')
          },
        }
        const broken = entryOf('broken', { event: { raw } })
        await assert.rejects(inbox.accept(delivery, [entryOf('first'), broken, entryOf('last')]))
        for (const jobId of ['first', 'broken', 'last'])
          assert.equal(await inbox.query.get(idOf(jobId)), undefined, `${jobId} was stored`)
        const whole = ['first', 'broken', 'last'].map((jobId) => entryOf(jobId))
        assert.deepEqual(await inbox.accept(delivery, whole), ['accepted', 'accepted', 'accepted'])
        const { process, claimed } = noting()
        await (await bench.work(inbox, process)).idle()
        assert.equal(claimed.length, 3)
      },
    ),
    check('what fails beside it does not harm a delivery of the same moment', async (bench) => {
      const inbox = await bench.open()
      const raw = {
        toJSON() {
          throw new Error('The suite made this event impossible to store.')
        },
      }
      const broken = entryOf('broken', { event: { raw } })
      const results = await Promise.allSettled([
        put(bench, inbox, 'first'),
        inbox.accept(storedDelivery(bench.clock.now), [broken]),
        put(bench, inbox, 'last'),
      ])
      assert.deepEqual(
        results.map(({ status }) => status),
        ['fulfilled', 'rejected', 'fulfilled'],
      )
      await found(inbox, idOf('first'))
      await found(inbox, idOf('last'))
    }),
    check(
      `${setting.copies} copies of each of ${setting.ids} events at once are one each, handled once`,
      (bench) => copiesAtOnce(bench, setting),
    ),
    check('46 copies over 29 hours are one event, handled once', async (bench) => {
      const inbox = await bench.open()
      const app = bench.serve(inbox)
      app.handle('save')
      await app.receiver.start()
      for (let copy = 0; copy < 46; copy++) {
        assert.equal((await app.send(completed('job-1'))).status, 200)
        await bench.idle()
        bench.advance((29 * 60 * 60 * 1000) / 45)
      }
      assert.deepEqual(app.ranFor('job-1'), ['save'])
      assert.equal((await inbox.query.list()).entries.length, 1)
    }),
  ]
}

const bodies: Readonly<Record<string, Uint8Array>> = {
  'every byte there is': Uint8Array.from({ length: 256 }, (_, byte) => byte),
  'invalid UTF-8': Buffer.from([0xff, 0xfe, 0xc3, 0x28, 0xed, 0xa0, 0x80]),
  'a byte order mark': Buffer.from('\ufeff{}'),
  'JSON as nobody would write it again': Buffer.from('{ "b":1.0,\r\n\t"a" : "\\u00e9", "b": 1e2 }\n'),
  nothing: new Uint8Array(0),
  'a million bytes': Uint8Array.from({ length: 1_000_000 }, (_, index) => (index * 7919) >> 3),
}

function withoutBytes({ body, ...rest }: ReturnType<typeof storedDelivery>): object {
  return { ...plain(rest), body: Buffer.from(body).toString('hex') }
}

/** A few events at a time, so that no store is tested for its speed. */
async function copiesAtOnce(bench: Bench, { ids, copies }: Setting): Promise<void> {
  const inbox = await bench.open()
  const app = bench.serve(inbox, { maxInFlight: 100_000 })
  app.handle('save')
  await app.receiver.start()
  const jobs = Array.from({ length: ids }, (_, index) => `job-${index}`)
  const wave = Math.max(1, Math.floor(1_000 / copies))
  for (let from = 0; from < ids; from += wave) {
    const some = jobs.slice(from, from + wave)
    const sent = Array.from({ length: copies }, () => some.map((jobId) => app.send(completed(jobId)))).flat()
    const receipts = await Promise.all(sent)
    const odd = receipts.find(({ status }) => status !== 200)
    assert.equal(odd, undefined, `a copy was answered ${odd?.status}: ${odd?.reason}`)
    const accepted = receipts.filter(({ outcome }) => outcome === 'accepted')
    assert.equal(accepted.length, some.length, 'as many deliveries are called new as there are events')
  }
  await bench.idle()
  assert.deepEqual(app.runs.map(({ event }) => event.jobId ?? '').sort(), jobs.toSorted())
  const stats = await inbox.query.stats()
  assert.deepEqual([stats.pending, stats.done], [0, ids])
}
