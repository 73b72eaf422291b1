import { inboxPostgres } from '@stt-webhooks/inbox-postgres'
import type { OpenInbox } from './open.ts'

export const openInbox: OpenInbox = ({ where, name, leaseMs }, onStep) =>
  inboxPostgres({ connectionString: where, schema: name, leaseMs, onStep })
