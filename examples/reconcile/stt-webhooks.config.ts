import { defineConfig } from '@stt-webhooks/core'
import { inboxSqlite } from '@stt-webhooks/inbox-sqlite'
import { speechmatics } from '@stt-webhooks/speechmatics'
import { now, transport } from './story/stand-ins.ts'

// What client, server and sweep have in common: the account, and the file in which deliveries and expected jobs are kept.

const {
  DATA = '.',
  SPEECHMATICS_API_KEY,
  SPEECHMATICS_SECRET = '',
  SWEEP_EVERY_MS = 5 * 60_000,
} = process.env

export const speech = speechmatics({ secret: SPEECHMATICS_SECRET, apiKey: SPEECHMATICS_API_KEY, transport })

export default defineConfig({
  providers: [speech],
  inbox: inboxSqlite({ file: `${DATA}/inbox.db`, now }),
  sweep: { everyMs: Number(SWEEP_EVERY_MS) },
  now,
})
