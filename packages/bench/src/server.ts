import { createServer } from 'node:http'
import { type BodyName, bodyKinds, remembered } from './bodies.ts'
import type { FrameworkName } from './servers/framework.ts'
import { frameworks } from './servers/frameworks.ts'

// One server in a process of its own: `server.ts <framework> <by-hand | ours> <body>`. It tells its port, and its counters when asked.

export type Side = 'byHand' | 'ours'

export interface Counters {
  /** Events that reached the application. */
  readonly events: number
  /** Microseconds of CPU that the process has used. */
  readonly cpu: number
}

let events = 0
const count = () => {
  events++
}

const [framework = '', side = '', body = ''] = process.argv.slice(2)
if (!isFramework(framework) || !isBody(body)) throw new Error('Unknown framework or body.')
const { byHand, ours } = frameworks[framework]
const silent = () => undefined
const listener =
  side === 'ours'
    ? ours(count, {
        remember: remembered(bodyKinds[body]),
        logger: { info: silent, warn: silent, error: silent },
      })
    : byHand(count)

const server = createServer(listener)
server.listen(0, '127.0.0.1', () => process.send?.(server.address()))
process.on('message', () => {
  const { user, system } = process.cpuUsage()
  process.send?.({ events, cpu: user + system } satisfies Counters)
})
process.on('disconnect', () => process.exit())

function isFramework(name: string): name is FrameworkName {
  return Object.hasOwn(frameworks, name)
}

function isBody(name: string): name is BodyName {
  return Object.hasOwn(bodyKinds, name)
}
