import { inboxSqlite } from '@stt-webhooks/inbox-sqlite'
import type { OpenInbox } from './open.ts'

/** A file that another process locks for longer than this is in trouble. */
const busyMs = 500

export const openInbox: OpenInbox = ({ where, leaseMs }, onStep) =>
  // Its warnings tell that another process works on the file, which is what happens here all the time.
  inboxSqlite({ file: where, leaseMs, busyMs, onStep, onWarning: () => {} })
