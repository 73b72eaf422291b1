import assert from 'node:assert/strict'
import type { Check } from '../checks.ts'
import type { Bench, Setting } from './bench.ts'
import { expectJob, jobOf, knownJob, type LedgerInbox, ledgerCheck, openLedger, sharers } from './ledger.ts'

/** What one sweep leaves for the next. */
export function marksAndHintsChecks(setting: Setting): readonly Check[] {
  const check = (name: string, run: (bench: Bench, inbox: LedgerInbox) => Promise<void>) =>
    ledgerCheck(setting, name, run)
  const checks = [
    check('a mark has the value that was set last, whoever asks', async (bench, inbox) => {
      const [one, other] = await sharers(setting, bench, inbox)
      assert.equal(await one.jobs.mark('sweep:example'), undefined)
      for (const value of ['2026-01-01T00:00:00.000Z', 'naïve 日本語', '']) {
        await one.jobs.setMark('sweep:example', value)
        for (const { jobs } of [one, other]) assert.equal(await jobs.mark('sweep:example'), value)
      }
      assert.equal(await other.jobs.mark('sweep:second'), undefined)
    }),
    check('a hint is taken once, by one, and only from its endpoint', async (bench, inbox) => {
      const [one, other] = await sharers(setting, bench, inbox)
      for (const { jobs } of [one, other]) {
        for (const jobId of ['a', 'b', 'a', "c'%_ 日本語"]) await jobs.hint('example', jobId)
        await jobs.hint('second', 'a')
      }
      const taken = await Promise.all([one, other].map(({ jobs }) => jobs.takeHints('example')))
      assert.deepEqual(taken.flat().sort(), ['a', 'b', "c'%_ 日本語"])
      assert.deepEqual(await other.jobs.takeHints('example'), [])
      assert.deepEqual(await one.jobs.takeHints('second'), ['a'])
      await one.jobs.hint('example', 'a')
      assert.deepEqual(await other.jobs.takeHints('example'), ['a'])
    }),
    check('of the hints of an endpoint the newest 1,000 are kept', async (_bench, { jobs }) => {
      const hintAll = (endpoint: string, ids: readonly string[]) =>
        Promise.all(ids.map((jobId) => jobs.hint(endpoint, jobId)))
      const named = (name: string, length: number) => Array.from({ length }, (_, index) => `${name}-${index}`)
      await hintAll('second', ['other'])
      await hintAll('example', named('old', 20))
      // Named again, it is among the newest.
      await hintAll('example', ['old-0'])
      await hintAll('example', named('new', 990))
      const kept = new Set(await jobs.takeHints('example'))
      assert.equal(kept.size, 1_000)
      const lost = [...named('new', 990), 'old-0'].filter((jobId) => !kept.has(jobId))
      assert.deepEqual(lost, [], 'newer hints went before older ones')
      assert.deepEqual(await jobs.takeHints('second'), ['other'])
    }),
  ]
  const outliving = (['closed', 'killed'] as const).map((end) =>
    check(`jobs, marks and hints outlive a process that is ${end}`, async (bench, inbox) => {
      await expectJob(inbox, jobOf(bench, { jobId: 'job-1', checkAt: bench.clock.now }))
      await inbox.jobs.setMark('sweep:example', 'here')
      await inbox.jobs.hint('example', 'job-2')
      await (end === 'closed' ? inbox.close() : bench.crash(inbox))
      const next = await openLedger(bench)
      assert.equal((await knownJob(next, { jobId: 'job-1' }))?.state, 'submitted')
      assert.equal((await next.jobs.open('example', bench.clock.now, 10)).length, 1)
      assert.equal(await next.jobs.mark('sweep:example'), 'here')
      assert.deepEqual(await next.jobs.takeHints('example'), ['job-2'])
    }),
  )
  return setting.subject.durable ? [...checks, ...outliving] : checks
}
