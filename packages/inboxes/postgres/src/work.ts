import {
  type ClaimedEntry,
  createWorker,
  type Process,
  type Worker,
  type WorkOptions,
} from '@stt-webhooks/core/inbox'
import { claimRows, nextDue } from './claim.ts'
import type { Database } from './database.ts'
import { createGroup } from './group.ts'
import { createListener } from './listen.ts'
import { createMember } from './members.ts'
import type { Settings } from './options.ts'
import { createRetention } from './retention.ts'
import { type ClaimRow, readDeliveries } from './rows.ts'
import { type Ending, type Held, settleRows } from './settle.ts'

/** How often to look while nothing is heard. */
const deafMs = 500
/** What is due and could not be taken is in somebody's hand for a moment. */
const contestedMs = 20
/** How long a row without a job may wait behind a backlog. */
const thoroughMs = 1_000

export interface WorkParts {
  readonly database: Database
  readonly settings: Settings
  /** Of this instance; what it sends itself wakes it without the way through the server. */
  readonly id: string
}

/** The work of one instance: what it claims, it finds by the queue, the rows and the notices of the others. */
export async function startWork(
  { database, settings, id }: WorkParts,
  process: Process,
  options: WorkOptions,
): Promise<Worker> {
  const { schema, pollMs } = settings
  const { onError, concurrency } = options
  await database.queue()
  database.onTrouble(onError)
  const running = new Map<ClaimedEntry, Held>()
  const member = createMember(database, settings, id, onError)
  await member.refresh()
  const prune = createRetention(database, settings)
  const settle = createGroup(async (endings: readonly Ending[]) => {
    await database.transaction((transaction, queue) => settleRows(transaction, queue, settings, endings))
    return endings.map(() => undefined)
  })
  let calls = 0
  let looked = settings.now()

  function toClaimed(row: ClaimRow): ClaimedEntry {
    const { event, claims, revision, endpoint, progress, reread } = row
    const deliveries = () => readDeliveries(database, schema, row.id)
    const entry = { id: row.id, endpoint, event: event ?? undefined, progress, reread, claims, deliveries }
    running.set(entry, { id: row.id, owner: id, claims, revision })
    return entry
  }

  function claim(limit: number): Promise<readonly ClaimRow[]> {
    const thorough = settings.now() - looked >= thoroughMs
    if (thorough) looked = settings.now()
    return database.transaction((transaction, queue) =>
      claimRows(transaction, queue, settings, {
        owner: id,
        limit,
        thorough,
        giveBack: () =>
          member.giveBack(
            transaction,
            [...running.values()].map((held) => held.id),
          ),
      }),
    )
  }

  const worker = createWorker(
    {
      async claim(limit) {
        await member.refresh()
        await prune()
        for (;;) {
          const before = calls
          const rows = await claim(limit)
          // Whoever called meanwhile means what this look came too early for.
          if (rows.length > 0 || calls === before) return rows.map(toClaimed)
        }
      },
      async settle(entry, verdict) {
        const held = running.get(entry)
        if (held === undefined) return
        await settle({ held, verdict })
        running.delete(entry)
      },
      async nextDue() {
        // Whatever is settled makes it look again; until then there is no room.
        if (running.size >= concurrency) return pollMs
        const due = await nextDue(database, settings, id)
        const longest = listener.isHearing() ? pollMs : Math.min(deafMs, pollMs)
        return Math.min(due === undefined ? longest : due > 0 ? due : contestedMs, longest)
      },
    },
    process,
    options,
    async () => {
      await listener.close()
      await member.leave().catch(onError)
    },
  )
  const listener = createListener({
    channel: schema,
    connect: database.listener,
    heard(payload) {
      if (payload !== id) wake()
    },
    failed: onError,
  })

  function wake(): void {
    calls++
    worker.wake()
  }

  return {
    wake,
    idle() {
      calls++
      return worker.idle()
    },
    stop: worker.stop,
  }
}
