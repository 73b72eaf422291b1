import assert from 'node:assert/strict'
import type { EntryFilter, EntrySummary } from '@stt-webhooks/core/inbox'
import type { Check } from '../checks.ts'
import { type Bench, benchCheck, type OpenInbox, type Setting } from './bench.ts'
import { done, found, noting, plain, put, putUnreadable } from './direct.ts'
import { idOf } from './example-job.ts'

/** Lists tell what is there, newest first, and pages neither leave out nor repeat. */
export function queryingChecks(setting: Setting): readonly Check[] {
  const check = (name: string, run: (bench: Bench) => Promise<void>) => benchCheck(setting, name, run)
  return [
    check('a summary and the details tell what is stored', async (bench) => {
      const inbox = await bench.open()
      await put(bench, inbox, 'job-1')
      const at = new Date(bench.clock.now).toISOString()
      const summary = {
        ...{ id: idOf('job-1'), state: 'pending', endpoint: 'example', provider: 'example' },
        ...{ product: 'example', type: 'transcript.completed', jobId: 'job-1', receivedAt: at, dueAt: at },
        handlers: [],
      }
      assert.deepEqual(plain((await inbox.query.list()).entries), [summary])
      const { event: _, deliveries, ...rest } = await found(inbox, idOf('job-1'))
      assert.deepEqual(plain(rest), summary)
      assert.equal(deliveries.length, 1)
      await (await bench.work(inbox, noting().process)).idle()
      const { dueAt: __, ...finished } = summary
      assert.deepEqual(plain((await inbox.query.list()).entries), [{ ...finished, state: 'done' }])
      assert.equal(await inbox.query.get('nobody'), undefined)
      assert.deepEqual(await inbox.query.list({ ids: ['nobody'] }).then(({ entries }) => entries), [])
    }),
    check('every filter finds its own, alone and together', async (bench) => {
      const inbox = await bench.open()
      const first = new Date(bench.clock.now)
      await put(bench, inbox, 'a')
      await put(bench, inbox, 'a', { phase: 'processing' })
      bench.advance(1_000)
      const second = new Date(bench.clock.now)
      await put(bench, inbox, 'b', { endpoint: 'second' })
      await put(bench, inbox, 'A')
      await put(bench, inbox, "a'%_ ")
      const unreadable = await putUnreadable(bench, inbox, '?')
      const { process } = noting(({ event, progress }) => ({
        state: event?.jobId === 'A' ? 'dead' : 'done',
        progress,
      }))
      await (await bench.work(inbox, process)).idle()
      const [a, late, b, upper, odd] = [
        idOf('a'),
        idOf('a', 'processing'),
        idOf('b', 'ended', 'second'),
        idOf('A'),
        idOf("a'%_ "),
      ]
      const expected: readonly (readonly [EntryFilter, readonly string[]])[] = [
        [{}, [a, late, b, upper, odd, unreadable]],
        [{ ids: [a, b] }, [a, b]],
        [{ ids: [] }, []],
        [{ state: 'stale' }, [late]],
        [{ state: ['dead', 'quarantined'] }, [upper, unreadable]],
        [{ state: [] }, []],
        [{ state: 'pending' }, []],
        [{ endpoint: 'second' }, [b]],
        [{ provider: 'example' }, [a, late, b, upper, odd, unreadable]],
        [{ provider: 'other' }, []],
        [{ type: 'transcript.progressed' }, [late]],
        [{ jobId: 'a' }, [a, late]],
        [{ jobId: "a'%_ " }, [odd]],
        [{ jobId: '%' }, []],
        [{ from: second }, [b, upper, odd, unreadable]],
        [{ until: second }, [a, late]],
        [{ from: first, until: second, state: 'done' }, [a]],
        [{ jobId: 'a', endpoint: 'second' }, []],
      ]
      for (const [filter, ids] of expected) {
        const { entries, cursor } = await inbox.query.list(filter)
        assert.deepEqual(entries.map(({ id }) => id).sort(), ids.toSorted(), JSON.stringify(filter))
        assert.equal(cursor, undefined)
      }
    }),
    check('pages are newest first and neither leave out nor repeat, though more arrives', async (bench) => {
      const inbox = await bench.open()
      const all: string[] = []
      for (let job = 0; job < 60; job++) {
        await put(bench, inbox, `job-${job}`)
        all.push(idOf(`job-${job}`))
        // Many of one millisecond, so that a cursor of time alone leaves out or repeats.
        if (job % 13 === 12) bench.advance(1)
      }
      let arrived = 0
      const seen = await pages(inbox, { limit: 7 }, async () => {
        bench.advance(1)
        await put(bench, inbox, `new-${arrived++}`)
      })
      assert.equal(seen.length, all.length)
      assert.deepEqual(seen.map(({ id }) => id).sort(), all.toSorted())
      assert.deepEqual(
        seen.map(({ id }) => id),
        seen.toSorted(newestFirst).map(({ id }) => id),
      )
    }),
    check('the last page has no cursor, and a page has 100 entries unless it is told', async (bench) => {
      const inbox = await bench.open()
      await Promise.all(Array.from({ length: 120 }, (_, index) => put(bench, inbox, `job-${index}`)))
      const first = await inbox.query.list()
      assert.equal(first.entries.length, 100)
      const second = await inbox.query.list({ cursor: first.cursor })
      assert.deepEqual([second.entries.length, second.cursor], [20, undefined])
      assert.equal((await inbox.query.list({ limit: 120 })).cursor, undefined)
      assert.equal((await inbox.query.list({ limit: 1_000 })).entries.length, 120)
    }),
    check('a page keeps to the filter', async (bench) => {
      const inbox = await bench.open()
      for (let job = 0; job < 20; job++)
        await put(bench, inbox, `job-${job}`, job % 2 === 0 ? {} : { endpoint: 'second' })
      const seen = await pages(inbox, { endpoint: 'second', limit: 3 })
      assert.deepEqual(
        [seen.length, new Set(seen.map(({ endpoint }) => endpoint))],
        [10, new Set(['second'])],
      )
    }),
    check('a limit or a cursor that makes no sense is refused', async (bench) => {
      const inbox = await bench.open()
      for (const filter of [{ limit: 0 }, { limit: 1_001 }, { limit: 1.5 }, { cursor: 'nonsense' }])
        await assert.rejects(inbox.query.list(filter), { name: 'WebhookError', code: 'invalid_option' })
    }),
    check('stats() counts by state, tells what is due longest, and who works', async (bench) => {
      const inbox = await bench.open()
      const none = { pending: 0, done: 0, dead: 0, stale: 0, quarantined: 0, workers: 0 }
      assert.deepEqual(plain(await inbox.query.stats()), none)
      const oldestDueAt = new Date(bench.clock.now).toISOString()
      await put(bench, inbox, 'job-1')
      bench.advance(1_000)
      await put(bench, inbox, 'job-2')
      await put(bench, inbox, 'job-2', { phase: 'processing' })
      await putUnreadable(bench, inbox, '?')
      const before = { ...none, pending: 2, stale: 1, quarantined: 1, oldestDueAt }
      assert.deepEqual(plain(await inbox.query.stats()), before)
      const { process } = noting((entry) =>
        entry.id === idOf('job-1') ? { state: 'dead', progress: entry.progress } : done(entry),
      )
      const worker = await bench.work(inbox, process)
      await worker.idle()
      const after = { ...none, done: 1, dead: 1, stale: 1, quarantined: 1 }
      assert.deepEqual(plain(await inbox.query.stats()), { ...after, workers: 1 })
      await worker.stop()
      assert.deepEqual(plain(await inbox.query.stats()), after)
    }),
  ]
}

async function pages(
  { query }: OpenInbox,
  filter: EntryFilter,
  between: () => Promise<void> = async () => undefined,
): Promise<EntrySummary[]> {
  const seen: EntrySummary[] = []
  let cursor: string | undefined
  do {
    const page = await query.list({ ...filter, cursor })
    assert.ok(page.entries.length <= (filter.limit ?? 100))
    assert.ok(page.entries.length > 0 || page.cursor === undefined, 'an empty page promises another')
    seen.push(...page.entries)
    assert.ok(seen.length < 1_000, 'the pages have no end')
    cursor = page.cursor
    await between()
  } while (cursor !== undefined)
  return seen
}

function newestFirst(one: EntrySummary, other: EntrySummary): number {
  if (one.receivedAt !== other.receivedAt) return one.receivedAt > other.receivedAt ? -1 : 1
  return one.id > other.id ? -1 : 1
}
