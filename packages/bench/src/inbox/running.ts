import type { ChildProcess } from 'node:child_process'
import { cores, end, forkPinned } from '../pinned.ts'
import { type Client, openClient } from './client.ts'
import type { InboxName } from './inboxes.ts'
import { makePlace } from './places.ts'
import type { HandlerName, Role } from './server.ts'

/** An Express server with an inbox that is worked on, by the server itself or by another process. */
export interface Running {
  readonly client: Client
  /** The process in which handlers run. */
  readonly worker: ChildProcess
  stop(): Promise<void>
}

export const workplaces = ['same process', 'another process'] as const
export type Workplace = (typeof workplaces)[number]

export async function run(inbox: InboxName, workplace: Workplace, handler: HandlerName): Promise<Running> {
  const place = await makePlace(inbox)
  const start = (role: Role) =>
    forkPinned(cores.servers, new URL('./server.ts', import.meta.url), inbox, place.name, role, handler)
  const apart = workplace === 'another process'
  const server = await start(apart ? 'accepts' : 'both')
  const worker = apart ? await start('works') : server
  const client = openClient(portOf(server.greeting))
  return {
    client,
    worker: worker.child,
    async stop() {
      client.close()
      await Promise.all([...new Set([server.child, worker.child])].map(end))
      await place.remove()
    },
  }
}

function portOf(greeting: unknown): number {
  if (typeof greeting === 'object' && greeting !== null && 'port' in greeting) return Number(greeting.port)
  throw new Error('The server did not start.')
}
