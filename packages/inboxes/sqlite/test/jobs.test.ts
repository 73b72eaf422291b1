import type { ExpectedJob } from '@stt-webhooks/core/inbox'
import { expect, test } from 'vitest'
import { open } from './support/open.ts'
import { idOf, put } from './support/sample.ts'
import { temporaryFile } from './support/temporary.ts'

const job: ExpectedJob = {
  endpoint: 'fake',
  state: 'submitted',
  submittedAt: '2026-01-01T00:00:00.000Z',
  expectedAt: '2026-01-01T00:30:00.000Z',
  checkAt: 1_000,
  checks: 0,
  overdue: false,
}
const minute = 60_000

test('a job is found by its id, else by its reference, in the next process too', async () => {
  const file = await temporaryFile()
  const first = open({ file }).inbox
  const known = { ...job, reference: 'order-1', metadata: { user: 'ü' } }
  expect(await first.jobs.update({ endpoint: 'fake', reference: 'order-1' }, () => known)).toEqual(known)
  const changed = { ...known, jobId: 'job-1' }
  const key = { endpoint: 'fake', jobId: 'job-1', reference: 'order-1' }
  expect(await first.jobs.update(key, (found) => found && { ...found, jobId: 'job-1' })).toEqual(changed)
  const { jobs } = open({ file }).inbox
  expect(await jobs.update({ endpoint: 'fake', jobId: 'job-1' }, () => undefined)).toEqual(changed)
  expect(await jobs.update({ endpoint: 'other', jobId: 'job-1' }, () => undefined)).toBe(undefined)
  expect(await jobs.count('fake')).toBe(1)
})

test('changes of one job by several processes are made one after the other', async () => {
  const file = await temporaryFile()
  const inboxes = [open({ file }).inbox, open({ file }).inbox]
  const key = { endpoint: 'fake', jobId: 'job-1' }
  await inboxes[0]?.jobs.update(key, () => ({ ...job, jobId: 'job-1' }))
  await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      inboxes[index % 2]?.jobs.update(key, (known) => known && { ...known, checks: known.checks + 1 }),
    ),
  )
  expect(await inboxes[0]?.jobs.update(key, () => undefined)).toMatchObject({ checks: 20 })
})

test('open jobs come in the order in which they are to be asked for, and final ones never', async () => {
  const { jobs } = open({ file: await temporaryFile() }).inbox
  for (const [jobId, checkAt, state] of [
    ['late', 3_000, 'submitted'],
    ['second', 2_000, 'running'],
    ['first', 1_000, 'submitted'],
    ['over', 500, 'completed'],
  ] as const)
    await jobs.update({ endpoint: 'fake', jobId }, () => ({ ...job, jobId, checkAt, state }))
  const ids = async (until: number, limit: number): Promise<unknown[]> =>
    (await jobs.open('fake', until, limit)).map(({ jobId }) => jobId)
  expect(await ids(2_000, 10)).toEqual(['first', 'second'])
  expect(await ids(9_000, 1)).toEqual(['first'])
  expect(await jobs.count('fake')).toBe(3)
  expect(await jobs.count('other')).toBe(0)
})

test('ids that are unknown, and marks', async () => {
  const { inbox } = open({ file: await temporaryFile() })
  await put(inbox, 'job-1')
  expect(await inbox.jobs.unknown([idOf('job-0'), idOf('job-1'), idOf('job-2')])).toEqual([
    ...[idOf('job-0'), idOf('job-2')],
  ])
  expect(await inbox.jobs.mark('swept')).toBe(undefined)
  await inbox.jobs.setMark('swept', 'once')
  await inbox.jobs.setMark('swept', 'twice')
  expect(await inbox.jobs.mark('swept')).toBe('twice')
})

test('the newest 1,000 hints of an endpoint are kept, and taken once', async () => {
  const { jobs } = open({ file: await temporaryFile() }).inbox
  const ids = Array.from({ length: 1_005 }, (_, index) => `job-${index}`)
  await jobs.hint('other', 'job-0')
  await Promise.all([...ids, 'job-7'].map((jobId) => jobs.hint('fake', jobId)))
  expect(await jobs.takeHints('fake')).toEqual([...ids.slice(5).filter((id) => id !== 'job-7'), 'job-7'])
  expect(await jobs.takeHints('fake')).toEqual([])
  expect(await jobs.takeHints('other')).toEqual(['job-0'])
})

test('work of one name runs once at a time, and again when its process is gone', async () => {
  const file = await temporaryFile()
  let now = Date.now()
  const first = open({ file, now: () => now }).inbox
  const second = open({ file, now: () => now }).inbox
  const inside = await first.jobs.exclusively('sweep', async () => ({
    same: await second.jobs.exclusively('sweep', async () => 'ran'),
    other: await second.jobs.exclusively('else', async () => 'ran'),
  }))
  expect(inside).toEqual({ result: { same: undefined, other: { result: 'ran' } } })
  expect(await second.jobs.exclusively('sweep', async () => 'ran')).toEqual({ result: 'ran' })
  await expect(first.jobs.exclusively('sweep', () => Promise.reject(new Error('failed')))).rejects.toThrow(
    'failed',
  )
  expect(await second.jobs.exclusively('sweep', async () => 'ran')).toEqual({ result: 'ran' })
  const dying = open({ file, now: () => now }).inbox
  let started = (): void => {}
  const running = new Promise<void>((resolve) => {
    started = resolve
  })
  let finish = (): void => {}
  const dead = dying.jobs.exclusively('sweep', async () => {
    started()
    await new Promise<void>((resolve) => {
      finish = resolve
    })
  })
  await running
  await dying.close()
  expect(await second.jobs.exclusively('sweep', async () => 'ran')).toBe(undefined)
  now += 15_000
  expect(await second.jobs.exclusively('sweep', async () => 'ran')).toEqual({ result: 'ran' })
  finish()
  await dead
})

test('erase() forgets the job and its hints; what ended long ago is forgotten by itself', async () => {
  let now = Date.parse(job.submittedAt)
  const { inbox } = open({ file: await temporaryFile(), now: () => now, keepIdsMs: minute })
  const { jobs } = inbox
  for (const [jobId, state] of [
    ['erased', 'submitted'],
    ['over', 'completed'],
    ['open', 'submitted'],
  ] as const)
    await jobs.update({ endpoint: 'fake', jobId }, () => ({ ...job, jobId, state }))
  await jobs.hint('fake', 'erased')
  await inbox.query.erase({ endpoint: 'fake', jobId: 'erased' })
  expect(await jobs.takeHints('fake')).toEqual([])
  const found = async (jobId: string): Promise<boolean> =>
    (await jobs.update({ endpoint: 'fake', jobId }, () => undefined)) !== undefined
  expect([await found('erased'), await found('over')]).toEqual([false, true])
  now += minute
  const worker = await inbox.work(async ({ progress }) => ({ state: 'done', progress }), {
    concurrency: 1,
    onError: () => undefined,
  })
  await worker.idle()
  expect([await found('over'), await found('open')]).toEqual([false, true])
})
