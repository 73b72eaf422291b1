import { expect, test } from 'vitest'
import { connect, open } from './support/open.ts'
import { put, sample } from './support/sample.ts'
import { temporaryFile } from './support/temporary.ts'

const begun = (steps: readonly string[]): number => steps.filter((step) => step === 'begun').length

test('deliveries of one turn share a transaction', async () => {
  const { inbox, steps } = open({ file: await temporaryFile() })
  await put(inbox, 'warm')
  steps.length = 0
  const jobs = Array.from({ length: 100 }, (_, index) => `job-${index}`)
  const acceptances = await Promise.all(jobs.map((jobId) => put(inbox, jobId)))
  expect(acceptances).toEqual(jobs.map(() => 'accepted'))
  expect(begun(steps)).toBe(1)
  expect(await inbox.query.stats()).toMatchObject({ pending: 101 })
})

test('nothing is acknowledged before it is committed', async () => {
  const file = await temporaryFile()
  const { inbox, steps } = open({ file })
  await put(inbox, 'warm')
  steps.length = 0
  const stored: unknown[] = []
  const other = connect(file)
  const { delivery, entry } = sample('job-1')
  await inbox.accept(delivery, [entry]).then(() => {
    steps.push('acknowledged')
    stored.push(...other.prepare('SELECT state FROM entries WHERE id = ?').all(entry.id))
  })
  expect(steps).toEqual([
    ...['prepared', 'begun', 'entries stored', 'delivery stored', 'written', 'committed', 'acknowledged'],
  ])
  expect(stored).toEqual([{ state: 'pending' }])
})

test('one that cannot be written does not harm those beside it', async () => {
  const { inbox } = open({ file: await temporaryFile() })
  const { delivery, entry } = sample('broken')
  // It becomes null, which the column does not take.
  const broken = { ...entry, rank: Number.NaN }
  const results = await Promise.allSettled([
    put(inbox, 'first'),
    inbox.accept(delivery, [sample('half').entry, broken]),
    put(inbox, 'last'),
  ])
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  expect((await inbox.query.list()).entries.map(({ jobId }) => jobId).sort()).toEqual(['first', 'last'])
})

test('copies of one turn are one', async () => {
  const { inbox } = open({ file: await temporaryFile() })
  const acceptances = await Promise.all([put(inbox, 'job-1'), put(inbox, 'job-1'), put(inbox, 'job-1')])
  expect(acceptances.sort()).toEqual(['accepted', 'duplicate', 'duplicate'])
})

test('large ones do not share a transaction without end', async () => {
  const { inbox, steps } = open({ file: await temporaryFile() })
  const text = 'x'.repeat(5_000_000)
  await Promise.all(['a', 'b', 'c', 'd'].map((jobId) => put(inbox, jobId, { text })))
  expect(begun(steps)).toBe(4)
})
