import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { inboxSqlite } from '../src/index.ts'
import { warnOfNetwork } from '../src/network-file.ts'
import { loadNodeSqlite } from '../src/node-sqlite.ts'
import { open } from './support/open.ts'
import { put } from './support/sample.ts'
import { temporaryFile, temporaryFolder } from './support/temporary.ts'

test('constructing opens nothing', async () => {
  const file = await temporaryFile()
  const inbox = inboxSqlite({ file })
  await inbox.close()
  await inbox.close()
  expect(existsSync(file)).toBe(false)
})

test('a Node.js without node:sqlite is told what to do', () => {
  expect(() => loadNodeSqlite(() => undefined)).toThrow(
    `inboxSqlite() needs the node:sqlite of Node.js 22.13 or later, and this is ${process.version}.`,
  )
})

test.each(['', ':memory:', 'file:inbox.db?mode=memory'])('%j is no file that lasts', (file) => {
  expect(() => inboxSqlite({ file })).toThrow('must be the path of a file on disk')
})

test.each(['maxPending', 'keepBodiesMs', 'keepIdsMs', 'leaseMs', 'busyMs'])('%s must be positive', (name) => {
  expect(() => inboxSqlite({ file: 'inbox.db', [name]: 0 })).toThrow(`\`${name}\` must be a positive number`)
})

test('a folder that is missing is told, and found when it is there', async () => {
  const folder = join(await temporaryFolder(), 'missing')
  const { inbox } = open({ file: join(folder, 'inbox.db') })
  await expect(put(inbox, 'job-1')).rejects.toMatchObject({ code: 'not_stored' })
  await mkdir(folder)
  expect(await put(inbox, 'job-1')).toBe('accepted')
})

test('what is closed takes nothing more, and says so', async () => {
  const { inbox } = open({ file: await temporaryFile() })
  await put(inbox, 'job-1')
  await inbox.close()
  await expect(put(inbox, 'job-2')).rejects.toThrow('The inbox is closed.')
  await expect(inbox.query.stats()).rejects.toThrow('The inbox is closed.')
})

test('what was given before close() is stored', async () => {
  const file = await temporaryFile()
  const { inbox } = open({ file })
  const given = inbox.jobs.setMark('name', 'value')
  await inbox.close()
  await given
  expect(await open({ file }).inbox.jobs.mark('name')).toBe('value')
})

// Types as `statfs` of Linux gives them, on a 32-bit system with a sign.
test.each([
  [0x6969, 'NFS'],
  [0xfe534d42, 'SMB'],
  [0xff534d42 | 0, 'CIFS'],
  [0x65735546, 'FUSE'],
])('a file system of type %i is called %s, and warned of', async (type, name) => {
  const warnings: string[] = []
  const asked: string[] = []
  await warnOfNetwork(
    '/data/inbox.db',
    (message) => void warnings.push(message),
    async (path) => {
      asked.push(path)
      return { type }
    },
  )
  expect(asked).toEqual(['/data'])
  expect(warnings).toEqual([expect.stringContaining(`/data/inbox.db is on a file system of type ${name}.`)])
})

test('nothing is said of a local disk, nor where it cannot be told', async () => {
  const warnings: string[] = []
  await warnOfNetwork(
    'inbox.db',
    (message) => void warnings.push(message),
    async () => ({ type: 0xef53 }),
  )
  await warnOfNetwork(
    'inbox.db',
    (message) => void warnings.push(message),
    async () => {
      throw new Error('not supported')
    },
  )
  expect(warnings).toEqual([])
})
