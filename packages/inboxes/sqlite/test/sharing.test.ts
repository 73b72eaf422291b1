import { expect, test, vi } from 'vitest'
import { startChild } from './support/child.ts'
import { connect, open } from './support/open.ts'
import { put } from './support/sample.ts'
import { temporaryFile } from './support/temporary.ts'

// Processes take a while to start.
vi.setConfig({ testTimeout: 60_000 })

test('what one process accepts another works on', async () => {
  const file = await temporaryFile()
  const worker = startChild({ file, work: true })
  await worker.said('works')
  const { inbox } = open({ file })
  expect(await put(inbox, 'job-1')).toBe('accepted')
  await worker.said('handles job-1 (1)')
  expect(await inbox.query.stats()).toMatchObject({ workers: 1 })
})

test('one works, the other says that it waits, and takes over when the first stops', async () => {
  const file = await temporaryFile()
  const first = startChild({ file, work: true, leaseMs: 600_000 })
  await first.said('works')
  const second = startChild({ file, work: true, leaseMs: 600_000 })
  await second.said('waits')
  const { inbox } = open({ file })
  await put(inbox, 'job-1')
  await first.said('handles job-1 (1)')
  first.stop()
  expect(await first.ended).toBe(null)
  await put(inbox, 'job-2')
  await second.said('handles job-2 (1)')
})

test('what a killed process worked on is worked on by the next, which is told', async () => {
  const file = await temporaryFile()
  const first = startChild({ file, work: true, hang: true, leaseMs: 500 })
  await first.said('works')
  const second = startChild({ file, work: true, leaseMs: 500 })
  await second.said('waits')
  const { inbox } = open({ file })
  await put(inbox, 'job-1')
  await first.said('handles job-1 (1)')
  first.kill()
  await second.said('handles job-1 (2)')
})

test('a process that was thought dead takes nothing more, and its late verdict changes nothing', async () => {
  const file = await temporaryFile()
  let now = Date.now()
  const handled: string[] = []
  let finish = (): void => {}
  const first = open({ file, now: () => now, leaseMs: 60_000 })
  const second = open({ file, now: () => now, leaseMs: 60_000 })
  await put(first.inbox, 'job-1')
  const slow = await first.inbox.work(
    async ({ progress }) => {
      handled.push('first')
      await new Promise<void>((resolve) => {
        finish = resolve
      })
      return { state: 'dead', progress }
    },
    { concurrency: 1, onError: () => undefined },
  )
  await expect.poll(() => handled).toEqual(['first'])
  now += 60_000
  const worker = await second.inbox.work(
    async ({ progress }) => {
      handled.push('second')
      return { state: 'done', progress }
    },
    { concurrency: 1, onError: () => undefined },
  )
  await worker.idle()
  finish()
  await slow.idle()
  expect(handled).toEqual(['first', 'second'])
  expect(await first.inbox.query.stats()).toMatchObject({ done: 1, dead: 0 })
  expect(first.warnings).toEqual([expect.stringContaining('took over the work')])
})

test('several processes may make the file at the same moment', async () => {
  const file = await temporaryFile()
  const children = ['a', 'b', 'c'].map((jobId) => ({
    jobId,
    child: startChild({ file, accept: [jobId, 'same'] }),
  }))
  for (const { jobId, child } of children) {
    await child.said(`${jobId} accepted`)
    expect(await child.ended).toBe(null)
  }
  expect(await open({ file }).inbox.query.stats()).toMatchObject({ pending: 4 })
})

const steps = ['prepared', 'begun', 'entries stored', 'delivery stored', 'written', 'committed']

test.each(steps)('a process killed after the step "%s" leaves all of a delivery or nothing', async (step) => {
  const file = await temporaryFile()
  const child = startChild({ file, accept: ['job-1', 'job-2'], dieAt: step })
  await child.said('job-1 accepted')
  expect(await child.ended).toBe('SIGKILL')
  const { inbox } = open({ file })
  expect(await put(inbox, 'job-1')).toBe('duplicate')
  expect(await put(inbox, 'job-2')).toBe(step === 'committed' ? 'duplicate' : 'accepted')
  const { entries } = await inbox.query.list()
  for (const { id } of entries) expect((await inbox.query.get(id))?.deliveries.length).toBe(1)
  expect(connect(file).prepare('PRAGMA integrity_check').all()).toEqual([{ integrity_check: 'ok' }])
})
