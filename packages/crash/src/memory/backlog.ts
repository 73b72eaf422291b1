import { createLedger } from '../load/ledger.ts'
import { load } from '../load/load.ts'
import { createRandom } from '../load/random.ts'
import { createSender } from '../load/sender.ts'
import { startServer } from '../server/process.ts'
import type { Store } from '../stores/store.ts'

export interface Backlog {
  readonly pending: number
  /** Resident set of the server, in bytes. */
  readonly resident: number
}

const connections = 48
const looks = 10
/** Characters of text, which an event holds twice: as it came and as a transcript. */
const size = 10_000

/** Gives the resident set of a server whose handlers are stuck, at several moments while its backlog grows. */
export async function* growBacklog(store: Store, events: number): AsyncGenerator<Backlog> {
  const server = await startServer()
  try {
    const port = await server.serve({ inbox: store.address, handled: store.handled, handler: 'stuck' })
    const ledger = createLedger({ random: createRandom(5), prefix: 'backlog', size })
    const sender = createSender(port, connections)
    for (let look = 1; look <= looks; look++) {
      const goal = (events * look) / looks
      await load(sender, ledger, connections, () => ledger.jobs.size >= goal)
      yield { pending: ledger.jobs.size, resident: (await server.measure()).now }
    }
    sender.close()
  } finally {
    server.kill()
    await server.exited
  }
}
