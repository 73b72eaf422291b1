import { inboxBullmq } from '@stt-webhooks/inbox-bullmq'
import type { OpenInbox } from './open.ts'

export const openInbox: OpenInbox = ({ where, name, leaseMs }, onStep) =>
  inboxBullmq({ url: where, prefix: `{${name}}`, leaseMs, onStep })
