import { bodyKinds, isBody } from '../../bodies.ts'
import type { Sample } from '../../pairing.ts'
import { percentile } from '../../summary.ts'
import { isInbox } from '../inboxes.ts'
import { itemsOf } from '../items.ts'
import { openPut } from './sides.ts'

// One contestant in a process of its own, without HTTP: `process.ts <inbox> <side> <body> <place>`. Each message asks for one window.

const [name = '', side = '', body = '', place = ''] = process.argv.slice(2)
if (!isInbox(name) || !isBody(body)) throw new Error('Unknown inbox or body.')
const { connections } = bodyKinds[body]
const makeItem = await itemsOf(body)
const { put, stored } = await openPut(name, side, place)
let next = 0

/** As many at once as the load over HTTP has connections. */
async function run(seconds: number): Promise<Sample> {
  const before = await stored()
  const waits: number[] = []
  let errors = 0
  const cpu = process.cpuUsage()
  const since = performance.now()
  const end = since + seconds * 1000

  async function connection(): Promise<void> {
    while (performance.now() < end) {
      const item = makeItem(next++)
      const from = performance.now()
      try {
        await put(item)
        waits.push(performance.now() - from)
      } catch {
        errors++
      }
    }
  }

  await Promise.all(Array.from({ length: connections }, connection))
  const taken = (performance.now() - since) / 1000
  const { user, system } = process.cpuUsage(cpu)
  const missing = waits.length - ((await stored()) - before)
  return {
    rate: waits.length / taken,
    cpu: (user + system) / waits.length,
    busy: (user + system) / 1e6 / taken,
    p99: percentile(waits, 0.99),
    errors: errors + Math.max(0, missing),
  }
}

process.on('message', async (message) => {
  if (typeof message === 'object' && message !== null && 'seconds' in message)
    process.send?.(await run(Number(message.seconds)))
})
process.on('disconnect', () => process.exit())
process.send?.('ready')
