import { DatabaseSync } from 'node:sqlite'
import { openInbox } from './inboxes.ts'

/** What inbox-sqlite keeps of a delivery that holds one event, ready to be written. */
export interface Row {
  readonly id: string
  readonly endpoint: string
  readonly provider: string
  readonly product: string
  readonly type: string
  readonly jobId: string
  readonly job: string
  readonly rank: number
  /** The event. */
  readonly json: string
  readonly checksum: string
  readonly method: string
  readonly url: string
  readonly headers: string
  /** ISO 8601. */
  readonly receivedAt: string
  readonly verifiedBy: string
  readonly body: Uint8Array
}

/** The tables of inbox-sqlite, written to without it. */
export interface Rows {
  /** In one transaction, on the disk when it returns. */
  store(rows: readonly Row[]): void
  stored(): number
}

/** Opens the file as inbox-sqlite does, which makes its tables. */
export async function openRows(file: string): Promise<Rows> {
  const inbox = openInbox('sqlite', file)
  await inbox.query.stats()
  await inbox.close()
  const database = new DatabaseSync(file)
  database.exec(`
    PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -16000;
    PRAGMA wal_autocheckpoint = 3907; PRAGMA journal_size_limit = 64000000`)
  const begin = database.prepare('BEGIN IMMEDIATE')
  const commit = database.prepare('COMMIT')
  const insertEntry = database.prepare(`
    INSERT INTO entries (id, state, due_at, endpoint, provider, product, type, job_id, job, rank, received_at)
    VALUES (?, 'pending', ?, ?, ?, ?, ?, ?, ?, ?, ?)`)
  const insertEvent = database.prepare('INSERT INTO events VALUES (?, ?)')
  const insertDelivery = database.prepare(`
    INSERT INTO deliveries (entries, checksum, endpoint, provider, method, url, headers, received_at, verified_by, body)
    VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?, ?)`)
  const insertLink = database.prepare('INSERT INTO entry_deliveries VALUES (?, ?)')

  function insert(row: Row): void {
    const { id, endpoint, provider, receivedAt, body } = row
    const { lastInsertRowid: entry } = insertEntry.run(
      ...[
        id,
        Date.now(),
        endpoint,
        provider,
        row.product,
        row.type,
        row.jobId,
        row.job,
        row.rank,
        receivedAt,
      ],
    )
    insertEvent.run(entry, row.json)
    const { lastInsertRowid: delivery } = insertDelivery.run(
      ...[
        row.checksum,
        endpoint,
        provider,
        row.method,
        row.url,
        row.headers,
        receivedAt,
        row.verifiedBy,
        body,
      ],
    )
    insertLink.run(entry, delivery)
  }

  return {
    store(rows) {
      begin.run()
      for (const row of rows) insert(row)
      commit.run()
    },
    stored: () => countRows(database),
  }
}

/** Deliveries that are in the file with their entries and events. Looks with a connection of its own. */
export function countInFile(file: string): number {
  const database = new DatabaseSync(file, { readOnly: true })
  try {
    return countRows(database)
  } finally {
    database.close()
  }
}

function countRows(database: DatabaseSync): number {
  const row = database
    .prepare(
      `SELECT count(*) AS stored FROM entry_deliveries
       WHERE EXISTS (SELECT 1 FROM events WHERE events.entry = entry_deliveries.entry)
         AND EXISTS (SELECT 1 FROM deliveries WHERE deliveries.number = entry_deliveries.delivery)`,
    )
    .get()
  return Number(row?.['stored'])
}
