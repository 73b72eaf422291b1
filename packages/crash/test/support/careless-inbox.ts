import { noProgress } from '@stt-webhooks/core/inbox'
import type { OpenInbox } from '../../src/inboxes/open.ts'
import { openInbox as openSqlite } from '../../src/inboxes/sqlite.ts'

/** A flawed inbox: an event is done as soon as it is taken, and its handlers run later: whatever a round takes, its kill comes before. */
export const openInbox: OpenInbox = (address, onStep) => {
  const inbox = openSqlite(address, onStep)
  return {
    ...inbox,
    work: (process, options) =>
      inbox.work((entry) => {
        setTimeout(() => void process(entry), 500)
        return Promise.resolve({ state: 'done', progress: noProgress })
      }, options),
  }
}
