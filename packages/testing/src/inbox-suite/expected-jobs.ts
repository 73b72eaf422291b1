import assert from 'node:assert/strict'
import type { ExpectedJob } from '@stt-webhooks/core/inbox'
import type { Check } from '../checks.ts'
import type { Bench, Setting } from './bench.ts'
import { noting, plain } from './direct.ts'
import {
  day,
  expectJob,
  jobOf,
  knownJob,
  type LedgerInbox,
  ledgerCheck,
  minute,
  retention,
  sharers,
} from './ledger.ts'

/** A job has one record, found by its id or its reference, and no news of it is lost. */
export function expectedJobChecks(setting: Setting): readonly Check[] {
  const check = (name: string, run: (bench: Bench, inbox: LedgerInbox) => Promise<void>) =>
    ledgerCheck(setting, name, run)
  return [
    check('a job is found by its id, else by its reference, and adopts its id', async (bench, inbox) => {
      const { jobs } = inbox
      assert.equal(await knownJob(inbox, { jobId: 'job-1', reference: 'order-1' }), undefined)
      await expectJob(inbox, jobOf(bench, { reference: 'order-1' }))
      assert.equal(await knownJob(inbox, { jobId: 'job-1' }), undefined)
      const adopted = await jobs.update(
        { endpoint: 'example', jobId: 'job-1', reference: 'order-1' },
        (known) => known && { ...known, jobId: 'job-1' },
      )
      const expected = jobOf(bench, { jobId: 'job-1', reference: 'order-1' })
      assert.deepEqual(plain(adopted), expected)
      for (const key of [{ jobId: 'job-1' }, { reference: 'order-1' }, expected])
        assert.deepEqual(plain(await knownJob(inbox, key)), expected)
      assert.equal(await jobs.count('example'), 1, 'one job has several records')
    }),
    check('an id goes before a reference, and neither is taken for the other', async (bench, inbox) => {
      const numbers = [1, 2, 3]
      for (const number of numbers)
        await expectJob(inbox, jobOf(bench, { jobId: `job-${number}`, reference: `order-${number}` }))
      for (const number of numbers)
        for (const other of numbers) {
          const key = { jobId: `job-${number}`, reference: `order-${other}` }
          assert.equal((await knownJob(inbox, key))?.jobId, key.jobId)
        }
      await inbox.jobs.update(
        { endpoint: 'example', jobId: 'job-2', reference: 'order-3' },
        (known) => known && { ...known, checks: 7 },
      )
      const checks = numbers.map(
        async (number) => (await knownJob(inbox, { jobId: `job-${number}` }))?.checks,
      )
      assert.deepEqual(await Promise.all(checks), [0, 7, 0])
      for (const key of [{ jobId: 'order-1' }, { reference: 'job-1' }, { jobId: 'JOB-1' }, {}])
        assert.equal(await knownJob(inbox, key), undefined, JSON.stringify(key))
    }),
    check('a job of the same names elsewhere is another', async (bench, inbox) => {
      const key = { jobId: "job'%_ 日本語", reference: '"order"' }
      for (const [checks, endpoint] of ['example', 'second'].entries())
        await expectJob(inbox, jobOf(bench, { ...key, endpoint, checks }))
      assert.equal((await knownJob(inbox, key))?.checks, 0)
      assert.equal((await knownJob(inbox, { ...key, endpoint: 'second' }))?.checks, 1)
      assert.equal(await knownJob(inbox, { ...key, endpoint: 'third' }), undefined)
    }),
    check('of a job everything is kept that it was given with', async (bench, inbox) => {
      const job: ExpectedJob = jobOf(bench, {
        ...{ jobId: 'job-1', reference: 'order-1', product: 'example', state: 'ended', endedBy: 'sweep' },
        metadata: { order: 7, deep: { a: [null, 'naïve 日本語 🎧'] }, '': false },
        ...{ checks: 12, overdue: true, checkAt: bench.clock.now + 123 },
      })
      assert.deepEqual(plain(await inbox.jobs.update(job, () => job)), plain(job))
      assert.deepEqual(plain(await knownJob(inbox, { jobId: 'job-1' })), plain(job))
    }),
    check('a change of `undefined`, or one that throws, stores nothing', async (bench, inbox) => {
      const key = { endpoint: 'example', jobId: 'job-1' }
      assert.equal(await inbox.jobs.update(key, () => undefined), undefined)
      assert.equal(await inbox.jobs.count('example'), 0)
      const job = jobOf(bench, key)
      await expectJob(inbox, job)
      assert.deepEqual(plain(await inbox.jobs.update(key, () => undefined)), job)
      const failure = new Error('The suite made this change fail.')
      await assert.rejects(
        inbox.jobs.update(key, () => {
          throw failure
        }),
        failure,
      )
      assert.deepEqual(plain(await knownJob(inbox, key)), job)
    }),
    check('of news of one job that come at once none is lost', async (bench, inbox) => {
      const [one, other] = await sharers(setting, bench, inbox)
      const key = { jobId: 'job-1', reference: 'order-1' }
      const counted = (known = jobOf(bench, key)) => ({ ...known, checks: known.checks + 1 })
      const stored = await Promise.all(
        Array.from({ length: 100 }, (_, index) =>
          (index % 2 === 0 ? one : other).jobs.update({ endpoint: 'example', ...key }, counted),
        ),
      )
      assert.equal((await knownJob(other, key))?.checks, 100)
      assert.equal(new Set(stored.map((job) => job?.checks)).size, 100, 'two were told of the same count')
      assert.equal(await one.jobs.count('example'), 1, 'one job has several records')
    }),
    check('erase() removes what is known of a job, and of no other', async (bench, inbox) => {
      const { jobs, query } = inbox
      const erased = { endpoint: 'example', jobId: 'person' }
      const names = [erased, { ...erased, jobId: 'other' }, { ...erased, endpoint: 'second' }]
      for (const name of names) {
        await expectJob(inbox, jobOf(bench, { ...name, reference: `order of ${name.jobId}` }))
        await jobs.hint(name.endpoint, name.jobId)
      }
      assert.equal(await query.erase(erased), 0)
      assert.equal(await knownJob(inbox, { ...erased, reference: 'order of person' }), undefined)
      assert.deepEqual(await jobs.takeHints('example'), ['other'])
      assert.deepEqual(await jobs.takeHints('second'), ['person'])
      assert.deepEqual([await jobs.count('example'), await jobs.count('second')], [1, 1])
    }),
    check(
      'a job that ended is known as long as ids are kept, and any other for ever',
      async (bench, inbox) => {
        await expectJob(inbox, jobOf(bench, { jobId: 'ended', state: 'completed', endedBy: 'webhook' }))
        await expectJob(inbox, jobOf(bench, { jobId: 'open', state: 'running' }))
        await bench.work(inbox, noting().process)
        await bench.idle()
        bench.advance(retention.keepIdsMs - minute)
        await bench.idle()
        assert.equal((await knownJob(inbox, { jobId: 'ended' }))?.state, 'completed')
        for (let months = 0; months < 3; months++) {
          bench.advance(30 * day)
          await bench.idle()
        }
        assert.equal((await knownJob(inbox, { jobId: 'open' }))?.state, 'running')
      },
    ),
  ]
}
