import { isBody } from './bodies.ts'
import { serve } from './serve.ts'
import type { FrameworkName } from './servers/framework.ts'
import { frameworks } from './servers/frameworks.ts'
import { silent } from './servers/ours.ts'

// One server in a process of its own: `server.ts <framework> <by-hand | ours> <body>`.

let events = 0
const count = () => {
  events++
}

const [framework = '', side = '', body = ''] = process.argv.slice(2)
if (!isFramework(framework) || !isBody(body)) throw new Error('Unknown framework or body.')
const { byHand, ours } = frameworks[framework]
const listener = side === 'ours' ? ours(count, { logger: silent }) : byHand(count)
serve(listener, () => events)

function isFramework(name: string): name is FrameworkName {
  return Object.hasOwn(frameworks, name)
}
