import assert from 'node:assert/strict'
import type { JobState } from '@stt-webhooks/core/inbox'
import type { Check } from '../checks.ts'
import type { Bench, Setting } from './bench.ts'
import { expectJob, jobOf, knownJob, type LedgerInbox, ledgerCheck } from './ledger.ts'

const ends: readonly JobState[] = ['completed', 'failed', 'ended', 'lost', 'deleted']

/** A sweep asks for jobs without an end, and for no others. */
export function openJobChecks(setting: Setting): readonly Check[] {
  const check = (name: string, run: (bench: Bench, inbox: LedgerInbox) => Promise<void>) =>
    ledgerCheck(setting, name, run)
  return [
    check(
      'open jobs come the earliest first, only those of the time, and no more than asked',
      async (bench, inbox) => {
        const { now } = bench.clock
        for (const seconds of [4, 1, 5, 2, 3])
          await expectJob(inbox, jobOf(bench, { jobId: `job-${seconds}`, checkAt: now + seconds * 1_000 }))
        await expectJob(inbox, jobOf(bench, { endpoint: 'second', jobId: 'elsewhere', checkAt: now }))
        const ids = async (until: number, limit: number): Promise<readonly (string | undefined)[]> =>
          (await inbox.jobs.open('example', until, limit)).map(({ jobId }) => jobId)
        assert.deepEqual(await ids(now, 10), [])
        assert.deepEqual(await ids(now + 3_000, 10), ['job-1', 'job-2', 'job-3'])
        assert.deepEqual(await ids(now + 2_999, 10), ['job-1', 'job-2'])
        assert.deepEqual(await ids(now + 9_000, 2), ['job-1', 'job-2'])
        await inbox.jobs.update(
          { endpoint: 'example', jobId: 'job-1' },
          (known) => known && { ...known, state: 'running', checkAt: now + 2_500 },
        )
        assert.deepEqual(await ids(now + 9_000, 3), ['job-2', 'job-1', 'job-3'])
        assert.deepEqual([await inbox.jobs.count('example'), await inbox.jobs.count('second')], [5, 1])
        assert.equal(await inbox.jobs.count('third'), 0)
      },
    ),
    ...ends.map((state) =>
      check(`a job that is ${state} is not open, and still known`, async (bench, inbox) => {
        const { now } = bench.clock
        for (const jobId of ['job-1', 'job-2']) await expectJob(inbox, jobOf(bench, { jobId, checkAt: now }))
        await expectJob(inbox, jobOf(bench, { jobId: 'job-3', checkAt: now, state }))
        await inbox.jobs.update(
          { endpoint: 'example', jobId: 'job-1' },
          (known) => known && { ...known, state, endedBy: 'webhook' },
        )
        const open = await inbox.jobs.open('example', now, 10)
        assert.deepEqual(
          open.map(({ jobId }) => jobId),
          ['job-2'],
        )
        assert.equal(await inbox.jobs.count('example'), 1)
        for (const jobId of ['job-1', 'job-3']) assert.equal((await knownJob(inbox, { jobId }))?.state, state)
      }),
    ),
  ]
}
