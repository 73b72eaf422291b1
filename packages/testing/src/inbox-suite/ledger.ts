import assert from 'node:assert/strict'
import type { ExpectedJob, JobKey, JobLedger } from '@stt-webhooks/core/inbox'
import type { Check } from '../checks.ts'
import { type Bench, benchCheck, type OpenInbox, type Setting } from './bench.ts'

export const minute = 60_000
export const day: number = 24 * 60 * minute
export const retention: { readonly keepBodiesMs: number; readonly keepIdsMs: number } = {
  keepBodiesMs: 7 * day,
  keepIdsMs: 30 * day,
}

/** An inbox that remembers jobs. */
export interface LedgerInbox extends OpenInbox {
  readonly jobs: JobLedger
}

/** A check of an inbox that remembers jobs. Only an open inbox tells whether it does; one that does not has promised nothing. */
export function ledgerCheck(
  setting: Setting,
  name: string,
  run: (bench: Bench, inbox: LedgerInbox) => Promise<void>,
): Check {
  return benchCheck(setting, name, async (bench) => {
    const inbox = await bench.open(retention)
    if (remembersJobs(inbox)) await run(bench, inbox)
  })
}

/** Another process on the store. */
export async function openLedger(bench: Bench): Promise<LedgerInbox> {
  const inbox = await bench.open(retention)
  assert.ok(remembersJobs(inbox), 'one inbox on the store remembers jobs, and another does not')
  return inbox
}

/** Two processes on the store, or the only one twice if it cannot be shared. */
export async function sharers(
  { subject }: Setting,
  bench: Bench,
  inbox: LedgerInbox,
): Promise<readonly [LedgerInbox, LedgerInbox]> {
  return [inbox, subject.durable ? await openLedger(bench) : inbox]
}

/** A job of the example service that was submitted now. */
export function jobOf({ clock }: Bench, changes: Partial<ExpectedJob> = {}): ExpectedJob {
  return {
    endpoint: 'example',
    state: 'submitted',
    submittedAt: new Date(clock.now).toISOString(),
    expectedAt: new Date(clock.now + 10 * minute).toISOString(),
    checkAt: clock.now + 10 * minute,
    checks: 0,
    overdue: false,
    ...changes,
  }
}

export async function expectJob({ jobs }: LedgerInbox, job: ExpectedJob): Promise<void> {
  await jobs.update(job, () => job)
}

/** What is known of a job of the example service. */
export async function knownJob(
  { jobs }: LedgerInbox,
  key: Partial<JobKey>,
): Promise<ExpectedJob | undefined> {
  return await jobs.update({ endpoint: 'example', ...key }, () => undefined)
}

function remembersJobs(inbox: OpenInbox): inbox is LedgerInbox {
  return inbox.jobs !== undefined
}
