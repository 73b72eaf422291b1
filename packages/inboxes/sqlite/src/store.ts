import { WebhookError } from '@stt-webhooks/core/inbox'
import { type Database, openDatabase } from './database.ts'
import type { NodeSqlite } from './node-sqlite.ts'
import { isFatal } from './trouble.ts'

/** The connection of this process: opened when it is first needed, and anew after it failed. */
export interface Store {
  /** @throws what SQLite throws, and WebhookError `not_stored` for a file that is not to be used */
  use<T>(work: (database: Database) => T): T
  readonly closed: boolean
  close(): void
}

export function createStore(sqlite: NodeSqlite, file: string, opened: () => void): Store {
  let database: Database | undefined
  let closed = false

  function open(): Database {
    if (closed) throw new WebhookError('not_stored', 'The inbox is closed. Make a new one.')
    const fresh = openDatabase(sqlite, file)
    opened()
    return fresh
  }

  return {
    use(work) {
      database ??= open()
      try {
        return work(database)
      } catch (error) {
        if (isFatal(error)) {
          const failed = database
          database = undefined
          closeQuietly(failed)
        }
        throw error
      }
    },
    get closed() {
      return closed
    },
    close() {
      closed = true
      database?.close()
      database = undefined
    },
  }
}

function closeQuietly(database: Database): void {
  try {
    database.close()
  } catch {
    // What made us close it is the error to be told.
  }
}
