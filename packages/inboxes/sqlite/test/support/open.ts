import * as sqlite from 'node:sqlite'
import { DatabaseSync } from 'node:sqlite'
import { onTestFinished } from 'vitest'
import { createInbox, type SqliteInbox } from '../../src/inbox.ts'
import type { SqliteInboxOptions } from '../../src/options.ts'

export interface OpenInbox {
  readonly inbox: SqliteInbox
  /** The inbox's own connections, the newest last. */
  readonly connections: readonly DatabaseSync[]
  /** The steps that it made. */
  readonly steps: string[]
  readonly warnings: readonly string[]
}

/** An inbox that is closed when the test is over. */
export function open(options: SqliteInboxOptions): OpenInbox {
  const connections: DatabaseSync[] = []
  const steps: string[] = []
  const warnings: string[] = []
  class Connection extends DatabaseSync {
    constructor(file: string) {
      super(file)
      connections.push(this)
    }
  }
  const inbox = createInbox(
    { ...sqlite, DatabaseSync: Connection },
    {
      onStep: (step) => void steps.push(step),
      onWarning: (message) => void warnings.push(message),
      ...options,
    },
  )
  onTestFinished(() => inbox.close())
  return { inbox, connections, steps, warnings }
}

/** Another tool on the same file. */
export function connect(file: string): DatabaseSync {
  const connection = new DatabaseSync(file)
  onTestFinished(() => {
    if (connection.isOpen) connection.close()
  })
  return connection
}
