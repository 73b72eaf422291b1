import { once } from 'node:events'
import { appendFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { createReceiver, type InboxQuery } from '@stt-webhooks/core'
import { inboxSqlite } from '@stt-webhooks/inbox-sqlite'
import { sttWebhooks } from '@stt-webhooks/node'
import {
  type Answer,
  type Calls,
  type Question,
  readyNumber,
  type ServerSettings,
  type StoredEnd,
  settingsVariable,
} from './calls.ts'
import { providerNames } from './job.ts'
import { startServices } from './services.ts'

// The application of the drill, in a process that can be killed, on a machine that the services' APIs are on too.

const settings: ServerSettings = JSON.parse(process.env[settingsVariable] ?? '{}')
let { aheadMs } = settings
const now = (): number => Date.now() + aheadMs
const ignore = (): void => {}

const services = await startServices(now)
const inbox = inboxSqlite({ file: settings.inboxFile, now })
const receiver = createReceiver(
  providerNames.map((name) => services[name].provider),
  { inbox, now, logger: { info: ignore, warn: ignore, error: ignore }, sweep: { maxPerSecond: 1_000 } },
)
for (const name of ['save', 'notify'])
  receiver.onAny({ name }, ({ id }) => appendFileSync(settings.handledFile, `${name} ${id}\n`))

const calls: Calls = {
  async put(jobs) {
    for (const job of jobs) services[job.provider].put(job)
  },
  async start() {
    await receiver.start()
    const server = createServer(sttWebhooks(receiver)).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    return `http://127.0.0.1:${typeof address === 'object' ? address?.port : address}`
  },
  async expect(jobs) {
    await Promise.all(jobs.map((job) => receiver.jobs.expect(job)))
  },
  async setAhead(ms) {
    aheadMs = ms
  },
  async sweep(provider) {
    const [swept] = await receiver.sweep({ provider })
    return swept?.outcome === 'swept' ? undefined : `${provider} ${swept?.outcome}: ${swept?.reason}`
  },
  idle: receiver.idle,
  ends: () => readEnds(inbox.query),
}

const ends = ['transcript.completed', 'transcript.failed', 'transcript.ended', 'transcript.overdue'] as const

async function readEnds(query: InboxQuery): Promise<StoredEnd[]> {
  const found: StoredEnd[] = []
  for (const type of ends) {
    let cursor: string | undefined
    do {
      const page = await query.list({ type, cursor, limit: 1_000 })
      for (const { id } of page.entries) {
        const event = (await query.get(id))?.event
        if (event === undefined) throw new Error(`The event ${id} is stored without its content.`)
        const { source, endpoint, jobId } = event
        const reference = event.type === 'transcript.overdue' ? event.reference : undefined
        const isLost = event.type === 'transcript.failed' && event.error.code === 'lost'
        found.push({ id, type, source, endpoint, jobId, reference, isLost })
      }
      cursor = page.cursor
    } while (cursor !== undefined)
  }
  return found
}

function answer(message: Answer): void {
  process.send?.(message)
}

process.on('message', ({ number, name, parameters }: Question) => {
  const work: Promise<unknown> = Reflect.apply(calls[name], undefined, parameters)
  work.then(
    (result) => answer({ number, result }),
    (error: unknown) => answer({ number, error: String(error) }),
  )
})
// The drill is over, or was stopped.
process.on('disconnect', () => process.exit())
answer({ number: readyNumber })
