import { sttWebhooks } from '@stt-webhooks/express'
import createApplication from 'express'
import { serve } from '../serve.ts'
import { providers, silent } from '../servers/ours.ts'
import { countStored, isInbox, openInbox } from './inboxes.ts'
import { now } from './now.ts'
import { countInFile } from './rows.ts'

// An Express server with an inbox, or who works for it: `server.ts <inbox> <place> <role> <handler>`.

/** `accepts`: serves and leaves the work to others · `works`: serves nobody. */
export type Role = 'accepts' | 'works' | 'both'
/** `tells`: when it started, and of what · `sleeps`: for a minute. */
export type HandlerName = 'tells' | 'sleeps'

export interface Started {
  readonly jobId: string
  /** Milliseconds, by the clock that all processes have. */
  readonly at: number
}

const [name = '', place = '', role = '', handler = ''] = process.argv.slice(2)
if (!isInbox(name)) throw new Error(`Unknown inbox ${name}.`)
const inbox = openInbox(name, place)
const stt = sttWebhooks(providers, { inbox, logger: silent })
stt.onAny(async ({ jobId = '' }) => {
  if (handler === 'tells') process.send?.({ jobId, at: now() } satisfies Started)
  else await new Promise((resolve) => setTimeout(resolve, 60_000))
})
// Whoever only accepts opens its store now as well, and not with the first delivery.
await inbox.query.stats()
if (role !== 'accepts') await stt.start()
if (role !== 'works') {
  const app = createApplication()
  app.use(stt)
  serve(app, async () => (name === 'sqlite' ? countInFile(place) : countStored(inbox)))
} else {
  process.on('disconnect', () => process.exit())
  process.send?.('ready')
}
