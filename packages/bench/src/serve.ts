import { createServer, type RequestListener } from 'node:http'

export interface Counters {
  /** Events that reached the application, or the store. */
  readonly events: number
  /** Microseconds of CPU that the process has used. */
  readonly cpu: number
}

/** Serves in a process of its own: tells its port, its counters when asked, and ends when it is let go. */
export function serve(listener: RequestListener, events: () => number | Promise<number>): void {
  const server = createServer(listener)
  server.listen(0, '127.0.0.1', () => process.send?.(server.address()))
  process.on('message', async () => {
    // Before the events are counted, because that may take a while.
    const { user, system } = process.cpuUsage()
    process.send?.({ events: await events(), cpu: user + system } satisfies Counters)
  })
  process.on('disconnect', () => process.exit())
}
