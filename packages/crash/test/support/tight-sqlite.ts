import { existsSync } from 'node:fs'
import type { DatabaseSync } from 'node:sqlite'
import type { OpenInbox } from '../../src/inboxes/open.ts'
import { openInbox as openSqlite } from '../../src/inboxes/sqlite.ts'

/** While this file exists, the database beside it cannot grow. */
export function fullFile(database: string): string {
  return `${database}.full`
}

/** An inbox whose disk can be made full: SQLite's own limit of pages, which belongs to the connection, is set before each delivery. */
export const openInbox: OpenInbox = (address, onStep) => {
  const connections = recordConnections()
  return openSqlite(address, (step) => {
    // No transaction is open yet. A limit below what there is already means: no more than that.
    const pages = existsSync(fullFile(address.where)) ? 1 : 1_000_000
    if (step === 'prepared') for (const one of connections) one.exec(`PRAGMA max_page_count = ${pages}`)
    onStep(step)
  })
}

/** Every connection that this process opens from now on. */
function recordConnections(): readonly DatabaseSync[] {
  const sqlite = process.getBuiltinModule('node:sqlite')
  const connections: DatabaseSync[] = []
  class Recorded extends sqlite.DatabaseSync {
    constructor(file: string) {
      super(file)
      connections.push(this)
    }
  }
  Object.assign(sqlite, { DatabaseSync: Recorded })
  return connections
}
