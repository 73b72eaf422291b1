import { WebhookError } from '@stt-webhooks/core/inbox'
import type { Database } from './database.ts'
import type { Store } from './store.ts'
import { explain, isBusy, isTrouble } from './trouble.ts'

/** Writes of one turn of the event loop share a transaction: the disk is waited for once, however many there are. */
export interface GroupCommit {
  /**
   * Resolves with what `work` gave when that is on the disk. What `work` writes is written whole or not at all; it may be run again, so it
   * changes nothing but the database. A write that fails does not harm those beside it.
   * @param bytes about how much it writes
   * @throws WebhookError `not_stored`
   */
  write<T>(work: (database: Database) => T, bytes?: number): Promise<T>
  /** Takes no more; resolves when all that was taken is written or refused. */
  close(): Promise<void>
}

export interface GroupCommitOptions {
  readonly file: string
  readonly busyMs: number
  onStep(step: string): void
}

interface Write {
  readonly bytes: number
  readonly since: number
  /** Gives what tells the caller, once it is on the disk. */
  run(database: Database): () => void
  reject(error: unknown): void
}

/** One transaction blocks the event loop, so it must not become too long. */
const maxBytes = 16_000_000
const maxWrites = 1_000
/** Between two tries to get at a file that another process holds. */
const retryMs = 15

export function createGroupCommit(store: Store, { file, busyMs, onStep }: GroupCommitOptions): GroupCommit {
  let queue: Write[] = []
  let scheduled = false
  let closed: Promise<void> | undefined
  let drained = (): void => {}

  function schedule(): void {
    if (scheduled) return
    if (queue.length === 0) drained()
    else {
      scheduled = true
      setImmediate(flush)
    }
  }

  function flush(): void {
    scheduled = false
    const group = takeGroup()
    try {
      commit(group)
    } catch (error) {
      if (isBusy(error)) waitFor(group, error)
      else for (const { reject } of group) reject(explain(error, file))
    }
    schedule()
  }

  function takeGroup(): Write[] {
    let bytes = 0
    const end = queue.findIndex((write, index) => {
      bytes += write.bytes
      return index > 0 && (index >= maxWrites || bytes > maxBytes)
    })
    const group = end === -1 ? queue : queue.slice(0, end)
    queue = end === -1 ? [] : queue.slice(end)
    return group
  }

  /** Those beside one that fails are tried again without it. */
  function commit(group: readonly Write[]): void {
    const { written, failed } = store.use((database) => attempt(database, group))
    if (failed === undefined) {
      for (const tell of written) tell()
      return
    }
    failed.write.reject(explain(failed.error, file))
    const others = group.filter((write) => write !== failed.write)
    if (others.length > 0) commit(others)
  }

  function attempt(database: Database, group: readonly Write[]): Attempt {
    database.run('BEGIN IMMEDIATE')
    try {
      onStep('begun')
      const written: (() => void)[] = []
      for (const write of group) {
        try {
          written.push(write.run(database))
        } catch (error) {
          if (isTrouble(error)) throw error
          rollback(database)
          return { written: [], failed: { write, error } }
        }
      }
      onStep('written')
      database.run('COMMIT')
      onStep('committed')
      return { written }
    } catch (error) {
      rollback(database)
      throw error
    }
  }

  function waitFor(group: readonly Write[], error: unknown): void {
    const now = performance.now()
    const isLate = ({ since }: Write): boolean => now - since >= busyMs
    for (const { reject } of group.filter(isLate)) reject(explain(error, file))
    queue = [...group.filter((write) => !isLate(write)), ...queue]
    if (queue.length === 0) return
    scheduled = true
    setTimeout(flush, retryMs)
  }

  return {
    write(work, bytes = 0) {
      if (closed !== undefined)
        return Promise.reject(new WebhookError('not_stored', 'The inbox is closed. Make a new one.'))
      return new Promise((resolve, reject) => {
        const run = (database: Database): (() => void) => {
          const value = work(database)
          return () => resolve(value)
        }
        queue.push({ bytes, since: performance.now(), run, reject })
        schedule()
      })
    },
    close() {
      closed ??= new Promise((resolve) => {
        drained = resolve
        schedule()
      })
      return closed
    },
  }
}

interface Attempt {
  readonly written: readonly (() => void)[]
  /** The write because of which nothing was written. */
  readonly failed?: { readonly write: Write; readonly error: unknown }
}

function rollback(database: Database): void {
  try {
    database.run('ROLLBACK')
  } catch {
    // SQLite has done it already: a full disk and the like end a transaction.
  }
}
