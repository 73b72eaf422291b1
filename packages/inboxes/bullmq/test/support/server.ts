import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import { describe, onTestFinished } from 'vitest'

const installed = spawnSync('redis-server', ['--version']).status === 0
if (!installed && process.env['CI'] === 'true') throw new Error('redis-server is not installed.')

/** Tests that kill the server, or set it up otherwise, run one of their own. */
export const withOwnServer: typeof describe.skip = installed ? describe : describe.skip

export interface OwnServer {
  readonly url: string
  start(): Promise<void>
  kill(): Promise<void>
}

/** A Redis on a free port, with its files in a folder of its own; both are gone when the test is over. */
export async function startServer(...options: readonly string[]): Promise<OwnServer> {
  const folder = await mkdtemp(join(tmpdir(), 'stt-redis-'))
  const port = await freePort()
  const url = `redis://127.0.0.1:${port}`
  let server: ChildProcess | undefined

  async function start(): Promise<void> {
    const where = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', '']
    server = spawn('redis-server', [...where, ...options], { stdio: 'ignore' })
    const redis = new Redis(url, { retryStrategy: () => 20 })
    redis.on('error', () => {})
    // Waits for the port, and for the log to be read.
    await redis.ping()
    redis.disconnect()
  }
  async function kill(): Promise<void> {
    if (server === undefined) return
    const exit = once(server, 'exit')
    server.kill('SIGKILL')
    server = undefined
    await exit
  }

  onTestFinished(async () => {
    await kill()
    await rm(folder, { recursive: true, force: true })
  })
  await start()
  return { url, start, kill }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  await once(probe, 'close')
  return typeof address === 'object' && address !== null ? address.port : 0
}
