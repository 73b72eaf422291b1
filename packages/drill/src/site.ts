import { join } from 'node:path'
import type { ExpectCall, StoredEnd } from './calls.ts'
import type { JobAtService, ProviderName } from './job.ts'
import { ServerGone, type ServerProcess, startServer } from './server-process.ts'

/** The application, whichever process it is in, and the services that it asks. */
export interface Site {
  /** Where the services send webhooks; waits while there is no process. */
  origin(): Promise<string>
  now(): number
  advance(ms: number): Promise<void>
  put(job: JobAtService): Promise<void>
  expect(jobs: readonly ExpectCall[]): Promise<void>
  /** What interrupted it; a killed process is no reason to complain. */
  sweep(provider: ProviderName): Promise<string | undefined>
  idle(): Promise<void>
  ends(): Promise<readonly StoredEnd[]>
  /** Kills the process, and starts another one on the same inbox. */
  crash(): Promise<void>
  end(): Promise<void>
  readonly handledFile: string
}

interface Running extends ServerProcess {
  readonly origin: string
}

/** A killed process cannot give its leases back: its successor waits until they are over. */
const leaseMs = 20_000

export async function openSite(folder: string): Promise<Site> {
  const inboxFile = join(folder, 'inbox.sqlite')
  const handledFile = join(folder, 'handled.txt')
  const known = new Map<string, JobAtService>()
  let aheadMs = 0
  let running = start()
  await running

  async function start(): Promise<Running> {
    const server = await startServer({ inboxFile, handledFile, aheadMs })
    await server.put([...known.values()])
    const origin = await server.start()
    return { ...server, origin }
  }

  /** What a killed process was told is told to the next one by `start`, or does not matter. */
  async function unlessGone<T>(work: (server: Running) => Promise<T>): Promise<T | undefined> {
    try {
      return await work(await running)
    } catch (error) {
      if (error instanceof ServerGone) return undefined
      throw error
    }
  }

  return {
    handledFile,
    origin: async () => (await running).origin,
    now: () => Date.now() + aheadMs,
    async advance(ms) {
      aheadMs += ms
      await unlessGone((server) => server.setAhead(aheadMs))
    },
    async put(job) {
      known.set(job.id, job)
      await unlessGone((server) => server.put([job]))
    },
    expect: async (jobs) => (await running).expect(jobs),
    sweep: (provider) => unlessGone((server) => server.sweep(provider)),
    idle: async () => (await running).idle(),
    ends: async () => (await running).ends(),
    async crash() {
      const dead = await running
      running = dead.kill().then(() => {
        aheadMs += leaseMs
        return start()
      })
      await running
    },
    async end() {
      await (await running).kill()
    },
  }
}
