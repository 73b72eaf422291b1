import type { Inbox } from '@stt-webhooks/core'
import { Failure } from './failure.ts'

/** Opens an inbox named on the command line. Only the package of the chosen store is loaded. */
type Open = (place: string) => Promise<Inbox>

const stores: Readonly<Record<string, Open>> = {
  async sqlite(place) {
    const { inboxSqlite } = await import('@stt-webhooks/inbox-sqlite')
    return inboxSqlite({ file: place.slice('sqlite:'.length) })
  },
  async postgres(place) {
    const { inboxPostgres } = await import('@stt-webhooks/inbox-postgres')
    return inboxPostgres({ connectionString: place })
  },
  async redis(place) {
    const { inboxBullmq } = await import('@stt-webhooks/inbox-bullmq')
    return inboxBullmq({ url: place })
  },
}

const aliases: Readonly<Record<string, string>> = { postgresql: 'postgres', rediss: 'redis' }

export const inboxForms = 'sqlite:FILE | postgres:URL | redis:URL'

/**
 * `place` may hold a password, which no message repeats.
 * @throws Failure for a place of another form
 */
export function openInbox(place: string): Promise<Inbox> {
  const [, scheme = ''] = /^([a-z]+):./.exec(place) ?? []
  const open = stores[aliases[scheme] ?? scheme]
  if (open !== undefined) return open(place)
  throw new Failure(2, `--inbox takes ${inboxForms}, such as sqlite:events.db or redis://127.0.0.1:6379.`)
}
