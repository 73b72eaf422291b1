import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdir } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import type { Folder } from './folder.ts'

export interface RedisServer {
  readonly url: string
  /** SIGKILL. */
  kill(): Promise<void>
  /** On the same files and the same port; resolves when it answers. */
  start(): Promise<void>
}

export function hasRedis(): boolean {
  return spawnSync('redis-server', ['--version']).error === undefined
}

export async function createRedis(folder: Folder): Promise<RedisServer> {
  const port = await freePort()
  const data = folder.file('redis')
  await mkdir(data)
  const settings = {
    ...{ port: String(port), bind: '127.0.0.1', dir: data, save: '' },
    ...{ appendonly: 'yes', appendfsync: 'always', 'maxmemory-policy': 'noeviction' },
  }
  const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value])
  let child: ChildProcess | undefined

  async function start(): Promise<void> {
    child = spawn('redis-server', args, { stdio: 'ignore' })
    while (!(await isReady(port))) {
      if (child.exitCode !== null) throw new Error(`redis-server ended with ${child.exitCode}.`)
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }

  await start()
  return {
    url: `redis://127.0.0.1:${port}`,
    start,
    async kill() {
      if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
      const ended = once(child, 'exit')
      child.kill('SIGKILL')
      await ended
    },
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (typeof address === 'object' && address !== null) return address.port
  throw new Error('There is no free port.')
}

/** It listens before it has read its files, and says so until it has. */
function isReady(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write('PING\r\n'))
    socket.once('data', (answer) => {
      socket.destroy()
      resolve(answer.toString().startsWith('+PONG'))
    })
    socket.once('error', () => resolve(false))
  })
}
