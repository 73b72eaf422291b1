import { createInbox, type SqliteInbox } from './inbox.ts'
import { loadNodeSqlite } from './node-sqlite.ts'
import type { SqliteInboxOptions } from './options.ts'

export type { SqliteInbox, SqliteInboxOptions }

/**
 * An inbox in one SQLite file on a local disk. Any process of the machine may open it to accept, read and replay; one of those that work
 * does, the others wait to take over. The file is opened when it is first needed.
 * @throws WebhookError `invalid_option`, also if this Node.js has no `node:sqlite`
 */
export function inboxSqlite(options: SqliteInboxOptions): SqliteInbox {
  return createInbox(loadNodeSqlite(), options)
}
