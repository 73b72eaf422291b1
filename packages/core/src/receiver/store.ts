import { isWebhookError } from '../error.ts'
import type { Inbox, NewEntry, StoredDelivery } from '../inbox/contract.ts'
import { entryOf, unreadableEntry } from '../inbox/entry.ts'
import { parsedJson } from './delivery.ts'
import { describeError, type Report } from './report.ts'
import type { Ending, Genuine, Sink } from './sink.ts'
import { toStored } from './stored-delivery.ts'

/** Deliveries are stored before they are acknowledged; handlers run from the inbox. `accepted` hears of everything that is stored. */
export function createStore(inbox: Inbox, report: Report, accepted: () => void): Sink {
  async function store(
    { provider }: Genuine,
    delivery: StoredDelivery,
    entries: readonly NewEntry[],
    ending: Ending,
  ): Promise<Ending> {
    try {
      const acceptances = await inbox.accept(delivery, entries)
      accepted()
      return acceptances.every((one) => one === 'duplicate') ? { ...ending, outcome: 'duplicate' } : ending
    } catch (error) {
      // The pipeline knows what to answer to it.
      if (isWebhookError(error) && error.code === 'overloaded') throw error
      report.error(provider, 'not_stored', `The inbox "${inbox.name}" could not store a delivery.`, error)
      return {
        outcome: 'not_stored',
        reason: `the inbox "${inbox.name}" failed (${describeError(error)}): see onError`,
      }
    }
  }

  return {
    events(genuine, events) {
      const { provider, delivery, arrival } = genuine
      const raw = parsedJson(delivery)
      const entries = events.map((event) => ({
        ...entryOf(event),
        rawIsBody: raw !== undefined && event.raw === raw,
      }))
      return store(genuine, toStored(provider, delivery, arrival), entries, { outcome: 'accepted', events })
    },
    async unreadable(genuine, reason) {
      const { provider, delivery, arrival } = genuine
      const stored = toStored(provider, delivery, arrival)
      const entry = unreadableEntry(stored, reason)
      const ending = await store(genuine, stored, [entry], { outcome: 'quarantined', reason })
      if (ending.outcome === 'quarantined') {
        const message = `A genuine delivery could not be read: ${reason}. It is in quarantine as ${entry.id}.`
        report.error(provider, 'unreadable', message)
      }
      return ending
    },
  }
}
