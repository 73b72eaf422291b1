import { sttWebhooks } from '@stt-webhooks/express'
import express from 'express'
import config from '../stt-webhooks.config.ts'
import { openOrders } from './orders.ts'

// Receives webhooks, sweeps for those that never arrived, and runs the handlers: for both they are the same.

const { DATA = '.', PORT = '3000' } = process.env

const orders = openOrders(`${DATA}/orders.db`)
const stt = sttWebhooks(config.providers, config)

stt.on('transcript.completed', async (event, { transcript }) => {
  const { text } = await transcript()
  save(event, await orderOf(event.jobId), 'completed', text)
})

stt.on('transcript.failed', async (event) => {
  save(event, await orderOf(event.jobId), 'failed', event.error.message)
})

// Nobody can say what became of it. If it was never submitted, this is the place to submit it again.
stt.on('transcript.overdue', (event) => {
  save(event, event.reference ?? `job ${event.jobId}`, 'overdue', event.reason)
})

/** Whoever learnt it first: the client, the webhook or the sweep. */
async function orderOf(jobId = ''): Promise<string> {
  const job = await stt.jobs.find({ endpoint: 'speechmatics', jobId })
  return job?.reference ?? `job ${jobId}`
}

/** Handlers run at least once. The id of the event is the same every time, so that to save is done once. */
function save(event: { id: string; source: string }, reference: string, outcome: string, detail: string) {
  const isNew = orders.save({ eventId: event.id, reference, outcome, source: event.source, detail })
  console.log(`${reference} ${isNew ? 'is' : 'was already'} ${outcome} (${event.source}): ${detail}`)
}

const app = express()
app.use(stt)
await stt.start()
const server = app.listen(Number(PORT), '127.0.0.1', () => console.log('listening on', server.address()))

process.once('SIGTERM', async () => {
  server.close()
  await stt.stop()
})
