import autocannon, { type Request } from 'autocannon'
import { bodyKinds, signedBodies } from '../bodies.ts'
import type { LoadResult } from './load.ts'

// The generator's process: `autocannon-process.ts <body>`. Each message asks for one window of load.

const kind = process.argv[2] === 'large' ? bodyKinds.large : bodyKinds.small
const bodies = signedBodies(kind)

/** Every connection has bodies of its own; otherwise all would send the first one at the same time, and all but one were duplicates. */
function requestsOf(connection: number): Request[] {
  return bodies
    .filter((_, index) => index % kind.connections === connection)
    .map(({ bytes, headers }) => ({ method: 'POST', body: bytes, headers: { ...headers } }))
}

const slices = Array.from({ length: kind.connections }, (_, connection) => requestsOf(connection))

/** How many bodies each connection to a server has sent; one is faster than the other. */
const turnsByUrl = new Map<string, number[]>()

function rotated<T>(items: readonly T[], turns: number): T[] {
  const first = turns % items.length
  return [...items.slice(first), ...items.slice(0, first)]
}

interface Order {
  readonly url: string
  readonly seconds: number
}

function run({ url, seconds }: Order): Promise<LoadResult> {
  return new Promise((resolve, reject) => {
    const turns = turnsByUrl.get(url) ?? []
    turnsByUrl.set(url, turns)
    let next = 0
    let since = 0
    const instance = autocannon(
      {
        url,
        duration: seconds,
        connections: kind.connections,
        // The unit in which it looks whether the time is over, in milliseconds.
        sampleInt: 100,
        setupClient(client) {
          const connection = next++
          const turn = turns[connection] ?? 0
          client.setRequests(rotated(slices[connection] ?? [], turn))
          // One more is under way when the time is over.
          turns[connection] = turn + 1
          client.on('response', () => {
            turns[connection] = (turns[connection] ?? 0) + 1
          })
        },
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
