import { createReceiver } from '@stt-webhooks/core'
import config from '../stt-webhooks.config.ts'

// A sweep by hand, or by cron. What it finds goes into the inbox, and the running server handles it.

const stt = createReceiver(config.providers, config)

for (const { endpoint, outcome, reason, listed, found } of await stt.sweep()) {
  console.log(`${endpoint} ${outcome}: ${listed} jobs listed, ${found.length} had ended unheard`)
  // The service could not be asked further. The next sweep begins at the same point.
  if (outcome === 'interrupted') throw new Error(reason)
}

await stt.stop()
