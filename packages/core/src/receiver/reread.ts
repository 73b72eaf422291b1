import type { Provider } from '../contract.ts'
import type { AnyEvent } from '../event.ts'
import type { ClaimedEntry, Inbox, Verdict } from '../inbox/contract.ts'
import { attach, entryOf } from '../inbox/entry.ts'
import { readStored } from './stored-delivery.ts'

/** The event of an entry, or what is to become of an entry that has none. */
export type Reread = (provider: Provider, entry: ClaimedEntry) => Promise<AnyEvent | Verdict>

/** Reads the stored bytes of an entry again, with today's reader. What else they hold is stored as entries of their own. */
export function createReread(inbox: Inbox, isWanted: (event: AnyEvent) => boolean): Reread {
  return async function reread(provider, { id, event, progress, deliveries }) {
    let own: AnyEvent | undefined
    let unreadable: string | undefined
    for (const stored of await deliveries()) {
      const found = await readStored(provider, stored)
      if ('unreadable' in found) {
        unreadable = found.unreadable
        continue
      }
      const others = found.filter((one) => one.id !== id && isWanted(one))
      if (others.length > 0) await inbox.accept(stored, others.map(entryOf))
      for (const one of found) if (one.id === id) own = own === undefined ? one : attach(own, one)
    }
    // What an event turned out to be stands, as in `attach`.
    if (own !== undefined && (own.type !== 'transcript.ended' || event === undefined)) return own
    // Its bytes are gone or no longer understood: what was read of them once is still good.
    if (event !== undefined) return { ...event, source: 'replay' }
    if (unreadable !== undefined) return { state: 'quarantined', progress, reason: unreadable }
    return { state: 'done', progress }
  }
}
