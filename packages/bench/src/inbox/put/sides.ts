import { countStored, type InboxName, openInbox } from '../inboxes.ts'
import { countInFile } from '../rows.ts'
import { rawBullmq } from './bullmq.ts'
import { rawPostgres } from './postgres.ts'
import type { Put } from './put.ts'
import { rawSqlite } from './sqlite.ts'

/** `raw`: the engine alone · `row`: the engine's queue and one row or hash. */
export type Side = 'ours' | 'raw' | 'row'

/** @param place where it keeps what it stores, and nobody else */
export async function openPut(inbox: InboxName, side: string, place: string): Promise<Put> {
  if (side === 'ours') return openOurs(inbox, place)
  if (inbox === 'sqlite') return rawSqlite(place)
  return inbox === 'postgres' ? rawPostgres(place, side === 'row') : rawBullmq(place, side === 'row')
}

async function openOurs(name: InboxName, place: string): Promise<Put> {
  const inbox = openInbox(name, place)
  await inbox.query.stats()
  return {
    async put({ delivery, entry }) {
      const [acceptance] = await inbox.accept(delivery, [entry])
      if (acceptance !== 'accepted') throw new Error(`A new delivery was ${acceptance}.`)
    },
    stored: async () => (name === 'sqlite' ? countInFile(place) : countStored(inbox)),
  }
}
