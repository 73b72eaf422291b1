import { readFile, stat, writeFile } from 'node:fs/promises'
import * as sqlite from 'node:sqlite'
import { expect, onTestFinished, test } from 'vitest'
import { type Database, openDatabase } from '../src/database.ts'
import { connect, open } from './support/open.ts'
import { put } from './support/sample.ts'
import { temporaryFile } from './support/temporary.ts'

function opened(file: string, own: typeof sqlite = sqlite): Database {
  const database = openDatabase(own, file)
  onTestFinished(() => database.close())
  return database
}

test('the log is written ahead, and every commit waits for the disk', async () => {
  const database = opened(await temporaryFile())
  expect(database.get('PRAGMA journal_mode')).toEqual({ journal_mode: 'wal' })
  expect(database.get('PRAGMA synchronous')).toEqual({ synchronous: 2 })
  expect(database.get('PRAGMA fullfsync')).toEqual({ fullfsync: 1 })
})

test('a file on which that cannot be had is refused', async () => {
  class Careless extends sqlite.DatabaseSync {
    override exec(sql: string): void {
      super.exec(sql.replace('synchronous = 2', 'synchronous = 1'))
    }
  }
  const file = await temporaryFile()
  expect(() => openDatabase({ ...sqlite, DatabaseSync: Careless }, file)).toThrow(
    'cannot be made durable: its synchronous is 1 instead of 2',
  )
})

test('only its owner may read the file', async () => {
  const file = await temporaryFile()
  opened(file)
  expect((await stat(file)).mode & 0o077).toBe(0)
  expect((await stat(`${file}-wal`)).mode & 0o077).toBe(0)
})

test('a file is opened again as it was left', async () => {
  const file = await temporaryFile()
  const before = opened(file).get('PRAGMA user_version')
  expect(before).toEqual({ user_version: 1 })
  expect(opened(file).get('PRAGMA user_version')).toEqual(before)
})

test('a file of a newer version is refused, and left as it is', async () => {
  const file = await temporaryFile()
  openDatabase(sqlite, file).close()
  const other = connect(file)
  other.exec('PRAGMA user_version = 99')
  const { inbox } = open({ file })
  await expect(put(inbox, 'job-1')).rejects.toMatchObject({
    code: 'not_stored',
    message: expect.stringContaining('newer @stt-webhooks/inbox-sqlite (schema 99, this one knows 1)'),
  })
  await expect(
    inbox.work(async () => ({ state: 'done', progress: { unanswered: 0, handlers: [] } }), {
      concurrency: 1,
      onError: () => undefined,
    }),
  ).rejects.toMatchObject({ code: 'not_stored' })
  expect(other.prepare('PRAGMA user_version').get()).toEqual({ user_version: 99 })
})

test('a migration that fails leaves nothing of it', async () => {
  const file = await temporaryFile()
  class Failing extends sqlite.DatabaseSync {
    override exec(sql: string): void {
      super.exec(sql.replace('CREATE TABLE marks', 'CREATE TABLE entries'))
    }
  }
  expect(() => openDatabase({ ...sqlite, DatabaseSync: Failing }, file)).toThrow('already exists')
  expect(connect(file).prepare('SELECT name FROM sqlite_schema').all()).toEqual([])
  expect(opened(file).get('PRAGMA user_version')).toEqual({ user_version: 1 })
})

test('the database of another program is not touched', async () => {
  const file = await temporaryFile()
  const other = connect(file)
  other.exec('CREATE TABLE orders (id INTEGER PRIMARY KEY)')
  const bytes = await readFile(file)
  await expect(put(open({ file }).inbox, 'job-1')).rejects.toThrow('is a database of something else')
  expect(await readFile(file)).toEqual(bytes)
})

test('a file that is no database is refused, and left as it is', async () => {
  const file = await temporaryFile()
  const text =
    'These are the notes of somebody else, and they are long enough to be taken for a database.\n'.repeat(20)
  await writeFile(file, text)
  await expect(put(open({ file }).inbox, 'job-1')).rejects.toThrow('It is no SQLite database')
  expect(await readFile(file, 'utf8')).toBe(text)
})
