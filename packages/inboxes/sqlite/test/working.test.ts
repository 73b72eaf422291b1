import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ClaimedEntry, Process } from '@stt-webhooks/core/inbox'
import { expect, test } from 'vitest'
import { connect, open } from './support/open.ts'
import { idOf, put, sample } from './support/sample.ts'
import { temporaryFile } from './support/temporary.ts'

const options = { concurrency: 10, onError: () => undefined }
const done: Process = async ({ progress }) => ({ state: 'done', progress })

test('an event that is damaged can be looked at, and is read again from its bytes', async () => {
  const file = await temporaryFile()
  const { inbox } = open({ file })
  await put(inbox, 'job-1')
  connect(file).exec(`UPDATE events SET json = substr(json, 2)`)
  expect(await inbox.query.get(idOf('job-1'))).toMatchObject({ jobId: 'job-1', event: undefined })
  const claimed: ClaimedEntry[] = []
  const worker = await inbox.work(async (entry) => {
    claimed.push(entry)
    return await done(entry)
  }, options)
  await worker.idle()
  expect(claimed).toMatchObject([{ id: idOf('job-1'), event: undefined }])
  expect((await claimed[0]?.deliveries())?.length).toBe(1)
})

test('what is attached to an event that is damaged takes its place', async () => {
  const file = await temporaryFile()
  const { inbox } = open({ file })
  await put(inbox, 'job-1')
  connect(file).exec(`UPDATE events SET json = substr(json, 2)`)
  expect(await put(inbox, 'job-1', { text: 'richer' })).toBe('attached')
  expect(await inbox.query.get(idOf('job-1'))).toMatchObject({ event: { jobId: 'job-1' } })
})

test('a worker outlives a store that fails', async () => {
  const file = await temporaryFile()
  const { inbox, connections } = open({ file })
  await put(inbox, 'job-1')
  connections[0]?.exec('PRAGMA query_only = ON')
  const errors: unknown[] = []
  const worker = await inbox.work(done, { concurrency: 1, onError: (error) => void errors.push(error) })
  await expect.poll(() => errors.length).toBeGreaterThan(0)
  expect(errors[0]).toMatchObject({ code: 'not_stored' })
  connections[0]?.exec('PRAGMA query_only = OFF')
  await expect.poll(async () => (await inbox.query.stats()).done).toBe(1)
  await worker.stop()
})

test('work that could not begin may be begun again', async () => {
  const file = await temporaryFile()
  const folder = `${file}-folder`
  const { inbox } = open({ file: join(folder, 'inbox.db') })
  await expect(inbox.work(done, options)).rejects.toMatchObject({ code: 'not_stored' })
  await mkdir(folder)
  const worker = await inbox.work(done, options)
  await expect(inbox.work(done, options)).rejects.toThrow('work() was called twice')
  await worker.stop()
})

test('close() right after work() leaves nothing running', async () => {
  const file = await temporaryFile()
  const errors: unknown[] = []
  const { inbox } = open({ file })
  const starting = inbox.work(done, { concurrency: 1, onError: (error) => void errors.push(error) })
  await inbox.close()
  await (await starting).idle()
  expect(errors).toEqual([])
})

test('one delivery of several events is kept once, until the last of them needs it no more', async () => {
  const file = await temporaryFile()
  let now = Date.now()
  const { inbox } = open({ file, now: () => now, keepBodiesMs: 1_000 })
  const { delivery } = sample('several', { now })
  await inbox.accept(delivery, [sample('job-1').entry, sample('job-2').entry])
  const bodies = connect(file).prepare('SELECT count(*) AS bodies FROM deliveries')
  expect(bodies.get()).toEqual({ bodies: 1 })
  const worker = await inbox.work(async ({ id, progress }) => {
    return id === idOf('job-1') ? { state: 'done', progress } : { state: 'dead', progress }
  }, options)
  await worker.idle()
  now += 60_000
  worker.wake()
  await worker.idle()
  expect((await inbox.query.get(idOf('job-1')))?.deliveries).toEqual([])
  expect((await inbox.query.get(idOf('job-2')))?.deliveries).toHaveLength(1)
  await inbox.query.erase({ endpoint: 'fake', jobId: 'job-2' })
  expect(bodies.get()).toEqual({ bodies: 0 })
})

test('what is past its retention goes in batches, until nothing of it is left', async () => {
  const file = await temporaryFile()
  let now = Date.now()
  const { inbox } = open({ file, now: () => now, keepBodiesMs: 1_000, keepIdsMs: 2_000 })
  const jobs = Array.from({ length: 450 }, (_, index) => `job-${index}`)
  await Promise.all(jobs.map((jobId) => put(inbox, jobId, { now })))
  const worker = await inbox.work(done, options)
  await worker.idle()
  now += 60_000
  worker.wake()
  await expect.poll(async () => (await inbox.query.stats()).done).toBe(0)
  const left = connect(file)
  for (const table of ['entries', 'events', 'deliveries', 'entry_deliveries'])
    expect(left.prepare(`SELECT count(*) AS rows FROM ${table}`).get(), table).toEqual({ rows: 0 })
})

test('what is erased is not in the file any more', async () => {
  const file = await temporaryFile()
  const { inbox } = open({ file })
  const text = 'The quick brown fox tells its secret. '.repeat(1_000)
  await put(inbox, 'job-1', { text })
  await put(inbox, 'job-2')
  expect(await inbox.query.erase({ endpoint: 'fake', jobId: 'job-1' })).toBe(1)
  for (const suffix of ['', '-wal']) expect((await readFile(file + suffix)).includes('brown fox')).toBe(false)
  expect(await put(inbox, 'job-2')).toBe('duplicate')
})

test('entries that failed are found by their index', async () => {
  const file = await temporaryFile()
  const { inbox } = open({ file })
  await put(inbox, 'job-1')
  const plan = connect(file)
    .prepare(
      "EXPLAIN QUERY PLAN SELECT * FROM entries WHERE true AND state IN (SELECT value FROM json_each('[]')) AND state IN ('dead', 'quarantined') ORDER BY received_at DESC, id DESC LIMIT 101",
    )
    .all()
  expect(plan.map(({ detail }) => detail)).toContainEqual(expect.stringContaining('entries_failed'))
})
