import type { Inbox, InboxQuery } from '@stt-webhooks/core'
import { inboxBullmq } from '@stt-webhooks/inbox-bullmq'
import { inboxPostgres } from '@stt-webhooks/inbox-postgres'
import { inboxSqlite } from '@stt-webhooks/inbox-sqlite'
import { connectionString } from './postgres.ts'

export const inboxNames = ['sqlite', 'postgres', 'bullmq', 'bullmq-in-memory'] as const
export type InboxName = (typeof inboxNames)[number]

export function isInbox(name: string): name is InboxName {
  return inboxNames.some((one) => one === name)
}

interface SearchableInbox extends Inbox {
  readonly query: InboxQuery
}

/** @param place a file, a schema or the URL of a Redis */
export function openInbox(name: InboxName, place: string): SearchableInbox {
  if (name === 'sqlite') return inboxSqlite({ file: place })
  if (name === 'postgres') return inboxPostgres({ connectionString, schema: place })
  return inboxBullmq({ url: place, onWarning: () => undefined })
}

export async function countStored({ query }: SearchableInbox): Promise<number> {
  const { pending, done, dead, stale, quarantined } = await query.stats()
  return pending + done + dead + stale + quarantined
}
