import { readFile } from 'node:fs/promises'
import { openInbox, type SearchableInbox } from '../inboxes/open.ts'
import type { Ledger } from '../load/ledger.ts'
import type { Store } from '../stores/store.ts'

/** What is left in the end of what was acknowledged. */
export interface Finding {
  /** Acknowledged deliveries of which something is missing, and what. */
  readonly lost: readonly string[]
  /** Stored events that no handler has seen, acknowledged or not. */
  readonly unhandled: readonly string[]
  /** Acknowledged deliveries whose event a handler has seen. */
  readonly handled: number
}

/** Resolves when nothing in the store waits any more, neither for a handler nor for the lease of a process that was killed. */
export async function untilSettled({ address }: Store): Promise<void> {
  const inbox = await openInbox(address)
  try {
    while ((await inbox.query.stats()).pending > 0) await new Promise((resolve) => setTimeout(resolve, 50))
  } finally {
    await inbox.close()
  }
}

/** Compares what the service was told with the store and with what the handlers wrote down. No process is left that could help. */
export async function check(store: Store, { jobs }: Ledger): Promise<Finding> {
  const handled = new Set((await readFile(store.handled, 'utf8').catch(() => '')).split('\n').slice(0, -1))
  const inbox = await openInbox(store.address)
  try {
    const stored = await listAll(inbox)
    const lost: string[] = []
    let seen = 0
    for (const [job, richer] of jobs) {
      const id = stored.get(job)
      if (id === undefined) lost.push(`${job}: not stored`)
      else if (!handled.has(id)) lost.push(`${job}: not handled`)
      else if (richer && !(await isRich(inbox, id))) lost.push(`${job}: its second delivery is not attached`)
      if (id !== undefined && handled.has(id)) seen += richer ? 2 : 1
    }
    const unhandled = [...stored].flatMap(([job, id]) => (handled.has(id) ? [] : [job]))
    return { lost, unhandled, handled: seen }
  } finally {
    await inbox.close()
  }
}

/** The id of the event of every job. */
async function listAll({ query }: SearchableInbox): Promise<ReadonlyMap<string, string>> {
  const stored = new Map<string, string>()
  let cursor: string | undefined
  do {
    const page = await query.list({ limit: 1_000, cursor })
    for (const { id, jobId } of page.entries) if (jobId !== undefined) stored.set(jobId, id)
    cursor = page.cursor
  } while (cursor !== undefined)
  return stored
}

async function isRich({ query }: SearchableInbox, id: string): Promise<boolean> {
  const raw = (await query.get(id))?.event?.raw
  return typeof raw === 'object' && raw !== null && 'richer' in raw
}
