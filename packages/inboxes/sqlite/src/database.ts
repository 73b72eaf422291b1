import { closeSync, openSync } from 'node:fs'
import type { StatementSync } from 'node:sqlite'
import { WebhookError } from '@stt-webhooks/core/inbox'
import { migrate } from './migrations.ts'
import type { NodeSqlite } from './node-sqlite.ts'

export type Value = string | number | null | Uint8Array

/** One connection. Statements are prepared once per text, so texts are constants and values are parameters. */
export interface Database {
  run(sql: string, ...values: readonly Value[]): Changes
  get<Row>(sql: string, ...values: readonly Value[]): Row | undefined
  all<Row>(sql: string, ...values: readonly Value[]): Row[]
  /** Row by row; nothing may be written before it is left. */
  each<Row>(sql: string, ...values: readonly Value[]): Iterable<Row>
  /** Several statements without parameters. */
  exec(sql: string): void
  close(): void
}

interface Changes {
  readonly changes: number | bigint
  readonly lastInsertRowid: number | bigint
}

/** SQLite waits this long by itself, which blocks the event loop; after that we wait without blocking. */
const lockMs = 10
/** Of the write-ahead log, until it is copied into the file: what is big is copied in few and large steps. */
const checkpointBytes = 32_000_000
const pageBytes = 8_192

/** Opens the file, or makes it, and does not return before it is known to be as durable as promised. */
export function openDatabase({ DatabaseSync }: NodeSqlite, file: string): Database {
  // SQLite would make it readable by everybody, and its helper files get the same rights.
  closeSync(openSync(file, 'a', 0o600))
  const connection = new DatabaseSync(file)
  const statements = new Map<string, StatementSync>()

  function prepared(sql: string): StatementSync {
    const known = statements.get(sql)
    if (known !== undefined) return known
    const statement = connection.prepare(sql)
    statements.set(sql, statement)
    return statement
  }

  // The columns of a row are what its statement says, which the types cannot know.
  const database: Database = {
    run: (sql, ...values) => prepared(sql).run(...values),
    get: <Row>(sql: string, ...values: Value[]) => prepared(sql).get(...values) as Row | undefined,
    all: <Row>(sql: string, ...values: Value[]) => prepared(sql).all(...values) as Row[],
    each: <Row>(sql: string, ...values: Value[]) => prepared(sql).iterate(...values) as Iterable<Row>,
    exec: (sql) => connection.exec(sql),
    close: () => connection.close(),
  }
  try {
    configure(database, file)
    migrate(database, file)
    return database
  } catch (error) {
    connection.close()
    throw error
  }
}

function configure(database: Database, file: string): void {
  database.exec(`PRAGMA busy_timeout = ${lockMs}; PRAGMA page_size = ${pageBytes}`)
  assertOurs(database, file)
  setAndCheck(database, file, 'journal_mode', 'wal')
  // 2 is FULL: every commit waits until the disk has it.
  setAndCheck(database, file, 'synchronous', 2)
  database.exec(`
    PRAGMA fullfsync = ON;
    PRAGMA checkpoint_fullfsync = ON;
    PRAGMA temp_store = MEMORY;
    PRAGMA cache_size = -16000;
    PRAGMA wal_autocheckpoint = ${Math.ceil(checkpointBytes / pageBytes)};
    PRAGMA journal_size_limit = ${2 * checkpointBytes};
  `)
}

/** What SQLite cannot do it leaves undone without an error. */
function setAndCheck(database: Database, file: string, pragma: string, wanted: Value): void {
  database.exec(`PRAGMA ${pragma} = ${wanted}`)
  const found = database.get<Record<string, Value>>(`PRAGMA ${pragma}`)?.[pragma]
  if (found === wanted) return
  throw new WebhookError(
    'not_stored',
    `${file} cannot be made durable: its ${pragma} is ${found} instead of ${wanted}. Put it on a local disk.`,
  )
}

/** `STTW`, in the header of the file. */
const applicationId = 0x53545457

function assertOurs(database: Database, file: string): void {
  const id = database.get<{ application_id: number }>('PRAGMA application_id')?.application_id
  const tables = database.get<{ tables: number }>('SELECT count(*) AS tables FROM sqlite_schema')?.tables
  if (id === applicationId) return
  if (id !== 0 || tables !== 0)
    throw new WebhookError(
      'not_stored',
      `${file} is a database of something else. Give the inbox a file of its own.`,
    )
  database.exec(`PRAGMA application_id = ${applicationId}`)
}
