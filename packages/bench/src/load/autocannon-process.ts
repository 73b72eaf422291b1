import autocannon from 'autocannon'
import { bodyKinds, isBody, noticesOf } from '../bodies.ts'
import type { LoadResult } from './load.ts'

// The generator's process: `autocannon-process.ts <body>`. Each message asks for one window of load.

const [, , name = ''] = process.argv
if (!isBody(name)) throw new Error(`Unknown body ${name}.`)
const { count, connections, ...kind } = bodyKinds[name]
const notices = noticesOf(kind)

/** How many bodies each server was sent. */
const sent = new Map<string, number>()

interface Order {
  readonly url: string
  readonly seconds: number
}

function run({ url, seconds }: Order): Promise<LoadResult> {
  return new Promise((resolve, reject) => {
    let since = 0
    const instance = autocannon(
      {
        url,
        duration: seconds,
        connections,
        // The unit in which it looks whether the time is over, in milliseconds.
        sampleInt: 100,
        requests: [
          {
            method: 'POST',
            setupRequest(request) {
              const index = sent.get(url) ?? 0
              sent.set(url, index + 1)
              const { bytes, headers } = notices.body(index % count)
              return { ...request, body: bytes, headers: { ...headers } }
            },
          },
        ],
      },
      (error: unknown, result) => {
        if (error) return reject(error)
        resolve({
          answered: result['2xx'],
          seconds: (performance.now() - since) / 1000,
          errors: result.errors + result.non2xx,
          p99: result.latency.p99,
        })
      },
    )
    instance.on('start', () => {
      since = performance.now()
    })
  })
}

process.on('message', (message) => {
  if (!isOrder(message)) return
  void run(message).then((result) => process.send?.(result))
})
process.on('disconnect', () => process.exit())
process.send?.('ready')

function isOrder(value: unknown): value is Order {
  return typeof value === 'object' && value !== null && 'url' in value
}
