import {
  createPendingLimit,
  type Inbox,
  type InboxQuery,
  type JobLedger,
  WebhookError,
} from '@stt-webhooks/core/inbox'
import { prepare } from './accept.ts'
import type { Database } from './database.ts'
import { createGroupCommit } from './group-commit.ts'
import { createJobs } from './jobs.ts'
import { warnOfNetwork } from './network-file.ts'
import type { NodeSqlite } from './node-sqlite.ts'
import { type SqliteInboxOptions, toSettings } from './options.ts'
import { createQuery } from './query.ts'
import { createRead } from './read.ts'
import { createStore } from './store.ts'
import { startWork, type Work } from './work.ts'

/** An inbox in a file, whose events can be searched, and that remembers jobs. */
export interface SqliteInbox extends Inbox {
  readonly query: InboxQuery
  readonly jobs: JobLedger
}

export function createInbox(sqlite: NodeSqlite, options: SqliteInboxOptions): SqliteInbox {
  const settings = toSettings(options)
  const { file, now, onWarning, onStep } = settings
  let looked = false
  const store = createStore(sqlite, file, () => {
    if (!looked) void warnOfNetwork(file, onWarning)
    looked = true
  })
  const commits = createGroupCommit(store, settings)
  const read = createRead(store, settings)
  const limit = createPendingLimit(settings.maxPending, () => read(countPending), now)
  let work: Promise<Work> | undefined
  let worker: Work | undefined
  let closed: Promise<void> | undefined

  function wake(): void {
    worker?.wake()
  }

  async function close(): Promise<void> {
    const started = await work?.catch(() => undefined)
    started?.abandon()
    await commits.close()
    store.close()
  }

  return {
    name: 'sqlite',
    durable: true,
    async accept(delivery, entries) {
      await limit.check()
      const prepared = prepare(delivery, entries, onStep)
      const acceptances = await commits.write((database) => prepared.write(database, now()), prepared.bytes)
      limit.add(acceptances.filter((one) => one === 'accepted').length)
      if (acceptances.some((one) => one !== 'duplicate')) wake()
      return acceptances
    },
    async work(process, workOptions) {
      if (work !== undefined)
        throw new WebhookError('invalid_option', 'work() was called twice on one inbox.')
      work = startWork({ settings, commits, read }, process, workOptions)
      try {
        worker = await work
        return worker
      } catch (error) {
        work = undefined
        throw error
      }
    },
    close() {
      closed ??= close()
      return closed
    },
    jobs: createJobs({ settings, commits, read }),
    query: createQuery({ read, commits, now, wake }),
  }
}

function countPending(database: Database): number {
  const row = database.get<{ entries: number }>("SELECT entries FROM counts WHERE state = 'pending'")
  return row?.entries ?? 0
}
