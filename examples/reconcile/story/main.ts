import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inboxSqlite } from '@stt-webhooks/inbox-sqlite'
import { openOrders } from '../src/orders.ts'
import { type Actor, type Environment, enter } from './actor.ts'
import { type Expectation, report } from './report.ts'
import { startSpeechmatics } from './speechmatics.ts'

// Client, server and sweep as processes of their own, and everything that can happen to them. Time is made up; nobody waits.

const expectations: readonly Expectation[] = [
  { reference: 'order-1', outcome: 'completed', trouble: 'none' },
  { reference: 'order-2', outcome: 'completed', trouble: 'the webhook comes three times' },
  { reference: 'order-3', outcome: 'completed', trouble: 'the webhook is lost' },
  { reference: 'order-4', outcome: 'completed', trouble: 'the client dies before it learns the id' },
  { reference: 'order-5', outcome: 'completed', trouble: 'the same, and the webhook is lost' },
  { reference: 'order-6', outcome: 'overdue', trouble: 'the client dies before the job is submitted' },
  { reference: 'order-7', outcome: 'completed', trouble: 'the server is killed while it handles it' },
  { reference: 'order-8', outcome: 'completed', trouble: 'it ends while the server is down' },
  { reference: 'order-9', outcome: 'failed', trouble: 'it fails while the server is down' },
]

let aheadMs = 0
const apiKey = 'key-of-the-account'
const data = mkdtempSync(join(tmpdir(), 'reconcile-'))
process.once('exit', () => rmSync(data, { recursive: true }))
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1))
const speechmatics = await startSpeechmatics(apiKey, () => Date.now() + aheadMs)

function start(name: string, more: Environment, words?: readonly string[]): Actor {
  const account = { SPEECHMATICS_API_KEY: apiKey, SPEECHMATICS_SECRET: 'chosen-by-us' }
  const story = { STORY_API: speechmatics.origin, STORY_AHEAD_MS: String(aheadMs) }
  return enter(name, { DATA: data, ...account, ...story, ...more }, words)
}

function tell(text: string): void {
  console.log(`\n${text}`)
}

let server = start('server', { PORT: '0' })
const PORT = /port: (\d+)/.exec(await server.says('listening'))?.[1] ?? ''
const PUBLIC_URL = `http://127.0.0.1:${PORT}`
const submit = (...orders: string[]) => start('client', { PUBLIC_URL }, orders)

tell('All is well, but for a webhook that comes three times.')
await submit('order-1', 'order-2').end()
for (const order of ['order-1', 'order-2']) speechmatics.end(order, 'done')
for (const order of ['order-1', 'order-2', 'order-2', 'order-2']) await speechmatics.notify(order)
await server.says('order-1 is')
await server.says('order-2 is')

tell('A webhook is lost. Somebody sweeps.')
await submit('order-3').end()
speechmatics.end('order-3', 'done')
await start('sweep', {}).end()
await server.says('order-3 is')

tell(
  'The client dies three times: twice between submitting and learning the id, once before the job is submitted.',
)
for (const [order, at] of [
  ['order-4', 'receipt'],
  ['order-5', 'receipt'],
  ['order-6', 'submission'],
] as const) {
  const stopped = speechmatics.stop(at, order)
  const client = submit(order)
  await stopped
  await client.kill('SIGKILL')
}
for (const order of ['order-4', 'order-5']) speechmatics.end(order, 'done')
await speechmatics.notify('order-4')
await server.says('order-4 is')

tell('The server is killed in the middle of a handler, and is down for ten minutes.')
await submit('order-7', 'order-8', 'order-9').end()
const fetching = speechmatics.stop('transcript', 'order-7')
speechmatics.end('order-7', 'done')
await speechmatics.notify('order-7')
await fetching
await server.kill('SIGKILL')
speechmatics.end('order-8', 'done')
speechmatics.end('order-9', 'rejected')
// Speechmatics tries four times within about a minute.
for (let attempt = 1; attempt <= 4; attempt++) {
  for (const order of ['order-8', 'order-9']) await speechmatics.notify(order)
  aheadMs += 20_000
}
aheadMs += 9 * 60_000

tell('It is back, and sweeps by itself.')
server = start('server', { PORT, SWEEP_EVERY_MS: '100' })
for (const order of ['order-5', 'order-6', 'order-7', 'order-8', 'order-9']) await server.says(`${order} is`)
await server.kill('SIGTERM')

tell('All handlers run once more, as if the server had died before it could note that they succeeded.')
const inbox = inboxSqlite({ file: `${data}/inbox.db` })
await inbox.query.replay({ state: 'done', handlers: 'all' })
await inbox.close()
server = start('server', { PORT })
for (const { reference } of expectations) await server.says(`${reference} was already`)
await server.kill('SIGTERM')

const lines = report(expectations, openOrders(`${data}/orders.db`).results())
tell(
  'order    trouble                                      expected   came                  webhooks  verdict',
)
for (const { reference, trouble, outcome, came, verdict } of lines) {
  const { sent, acknowledged } = speechmatics.deliveries(reference)
  const webhooks = `${acknowledged} of ${sent}`.padStart(8)
  console.log(
    `${reference}  ${trouble.padEnd(43)}  ${outcome.padEnd(9)}  ${came.padEnd(20)}  ${webhooks}  ${verdict}`,
  )
}
const isGood = lines.every(({ verdict }) => verdict === 'good')
tell(isGood ? 'No job was lost, and none was handled twice.' : 'Something went wrong.')
process.exitCode = isGood ? 0 : 1

await speechmatics.close()
