import { spawnSync } from 'node:child_process'
import { open as openFile, rm } from 'node:fs/promises'
import { setImmediate as turn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { startChild } from './support/child.ts'
import { connect, open } from './support/open.ts'
import { put } from './support/sample.ts'
import { temporaryFile } from './support/temporary.ts'

test('a full disk refuses what does not fit, and nothing is wrong when there is room again', async () => {
  const { inbox, connections } = open({ file: await temporaryFile() })
  const text = 'x'.repeat(200_000)
  await put(inbox, 'before')
  const [connection] = connections
  // SQLite lowers it no further than what is used.
  connection?.exec('PRAGMA max_page_count = 1')
  const results = await Promise.allSettled(['a', 'b'].map((jobId) => put(inbox, jobId, { text })))
  for (const result of results)
    expect(result).toMatchObject({
      status: 'rejected',
      reason: { code: 'not_stored', message: expect.stringContaining('The disk is full.') },
    })
  expect((await inbox.query.list()).entries.map(({ jobId }) => jobId)).toEqual(['before'])
  connection?.exec('PRAGMA max_page_count = 1000000')
  expect(await Promise.all(['a', 'b'].map((jobId) => put(inbox, jobId, { text })))).toEqual([
    'accepted',
    'accepted',
  ])
  expect(await inbox.query.stats()).toMatchObject({ pending: 3 })
  expect(connections.length).toBe(1)
})

/** Undefined where the system cannot limit another process. */
const prlimit = spawnSync('prlimit', ['--version']).error === undefined ? limitFileSize : undefined

/** From now on the system refuses every write of the process behind this many bytes of a file. */
function limitFileSize(pid: number | undefined, bytes: number | 'unlimited'): void {
  const { status } = spawnSync('prlimit', ['--pid', String(pid), `--fsize=${bytes}:unlimited`])
  expect(status).toBe(0)
}

test.skipIf(prlimit === undefined)(
  'a disk that fails refuses, and takes the next one when it works again',
  async () => {
    const file = await temporaryFile()
    const child = startChild({ file, serve: true })
    await child.said('serves')
    child.send('before')
    await child.said('before accepted')
    prlimit?.(child.pid, 1)
    child.send('failing')
    expect(await child.said('failing')).toMatch(/refused: .*disk I\/O error.* The disk failed\.$/)
    prlimit?.(child.pid, 'unlimited')
    child.send('after')
    await child.said('after accepted')
    const { entries } = await open({ file }).inbox.query.list()
    expect(entries.map(({ jobId }) => jobId).toSorted()).toEqual(['after', 'before'])
  },
)

test('a file that another tool holds is waited for, while the event loop goes on', async () => {
  const file = await temporaryFile()
  const { inbox } = open({ file })
  await put(inbox, 'before')
  const other = connect(file)
  other.exec('BEGIN IMMEDIATE')
  let settled = false
  const accepting = put(inbox, 'job-1').finally(() => {
    settled = true
  })
  for (let count = 0; count < 20; count++) await turn()
  expect(settled).toBe(false)
  expect(await inbox.query.stats()).toMatchObject({ pending: 1 })
  other.exec('COMMIT')
  expect(await accepting).toBe('accepted')
})

test('a file that is held too long refuses, and takes the next one when it is free', async () => {
  const file = await temporaryFile()
  const { inbox } = open({ file, busyMs: 1 })
  await put(inbox, 'before')
  const other = connect(file)
  other.exec('BEGIN IMMEDIATE')
  await expect(put(inbox, 'job-1')).rejects.toMatchObject({
    code: 'not_stored',
    message: expect.stringContaining('Another process holds it locked.'),
  })
  other.exec('ROLLBACK')
  expect(await put(inbox, 'job-1')).toBe('accepted')
})

test('a damaged file refuses, and is opened anew when a sound one is in its place', async () => {
  const file = await temporaryFile()
  const first = open({ file })
  await put(first.inbox, 'before')
  await first.inbox.close()
  const handle = await openFile(file, 'r+')
  const { size } = await handle.stat()
  // The header stays, so that it can be opened.
  await handle.write(Buffer.alloc(size - 8_192, 0xa5), 0, size - 8_192, 8_192)
  await handle.close()
  const { inbox } = open({ file })
  await expect(put(inbox, 'job-1')).rejects.toMatchObject({
    code: 'not_stored',
    message: expect.stringContaining('It is damaged.'),
  })
  for (const suffix of ['', '-wal', '-shm']) await rm(file + suffix, { force: true })
  expect(await put(inbox, 'job-1')).toBe('accepted')
})
