import assert from 'node:assert/strict'
import type { Check } from '../checks.ts'
import type { Bench, Setting } from './bench.ts'
import { done, found, noting, put, putUnreadable } from './direct.ts'
import { idOf } from './example-job.ts'
import { day, type LedgerInbox, ledgerCheck, minute, retention } from './ledger.ts'

/** A sweep emits what it finds only if the inbox has no entry of it. */
export function unknownIdChecks(setting: Setting): readonly Check[] {
  const check = (name: string, run: (bench: Bench, inbox: LedgerInbox) => Promise<void>) =>
    ledgerCheck(setting, name, run)
  return [
    check('an id is known whatever became of its entry, and without its body too', async (bench, inbox) => {
      const { process } = noting((entry) => {
        const { progress } = entry
        if (entry.event?.jobId === 'dead') return { state: 'dead', progress }
        if (entry.event?.jobId === 'waiting')
          return { state: 'pending', progress, dueAt: bench.clock.now + 100 * day }
        return done(entry)
      })
      await bench.work(inbox, process)
      for (const jobId of ['done', 'dead', 'waiting', 'erased']) await put(bench, inbox, jobId)
      const unreadable = await putUnreadable(bench, inbox, '?')
      await bench.idle()
      assert.equal(await put(bench, inbox, 'done', { phase: 'processing' }), 'stale')
      await inbox.query.erase({ endpoint: 'example', jobId: 'erased' })
      const finished = [idOf('done'), idOf('done', 'processing')]
      const known = [...finished, idOf('dead'), idOf('waiting'), unreadable]
      const unknown = [idOf('nobody'), idOf('erased'), idOf('done', 'ended', 'second')]
      assert.deepEqual(await unknownOf(inbox, [...unknown, ...known]), unknown.toSorted())
      bench.advance(retention.keepBodiesMs + minute)
      await bench.eventually('the bodies are gone', async () => {
        const kept = await Promise.all(finished.map(async (id) => (await found(inbox, id)).deliveries.length))
        return kept.every((bodies) => bodies === 0)
      })
      assert.deepEqual(await unknownOf(inbox, [...unknown, ...known]), unknown.toSorted())
    }),
    check(
      'no ids, ids that are named twice, and more than a statement has parameters',
      async (bench, inbox) => {
        await put(bench, inbox, 'job-1')
        const nobody = idOf('nobody')
        assert.deepEqual(await inbox.jobs.unknown([]), [])
        assert.deepEqual(await inbox.jobs.unknown([idOf('job-1'), idOf('job-1')]), [])
        assert.deepEqual(await unknownOf(inbox, [nobody, idOf('job-1'), nobody]), [nobody])
        const many = Array.from({ length: 70_000 }, (_, index) => `evt_${String(index).padStart(64, '0')}`)
        const ids = await inbox.jobs.unknown([...many, idOf('job-1')])
        assert.deepEqual([ids.length, ids.includes(idOf('job-1'))], [many.length, false])
      },
    ),
  ]
}

/** Each once, since it is not said how often an id comes that was named twice. */
async function unknownOf({ jobs }: LedgerInbox, ids: readonly string[]): Promise<readonly string[]> {
  return [...new Set(await jobs.unknown(ids))].sort()
}
