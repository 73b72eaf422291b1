import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'

/** Listens to the system calls of one thread of a process. */
export interface Strace {
  /** Lets go of the process and gives the calls, one in a line, in the order in which they were made. */
  stop(): Promise<readonly string[]>
}

const calls = ['read', 'write', 'writev', 'pwrite64', 'fsync', 'fdatasync']

export function hasStrace(): boolean {
  return spawnSync('strace', ['-V']).error === undefined
}

/**
 * Resolves when it listens.
 * @throws Error if it is not allowed to
 */
export async function startStrace(pid: number, output: string): Promise<Strace> {
  // The main thread alone, where SQLite and the sockets are: so calls stand in their order, and none is cut in two.
  const args = ['-y', '-tt', '-s', '20', '-e', `trace=${calls}`, '-o', output, '-p', String(pid)]
  const child = spawn('strace', args, { stdio: ['ignore', 'ignore', 'pipe'] })
  const exited = once(child, 'exit')
  child.stderr.setEncoding('utf8')
  let said = ''
  while (!said.includes('attached')) {
    const more = await Promise.race([once(child.stderr, 'data'), exited.then(() => undefined)])
    if (more === undefined) throw new Error(`strace could not attach to the server: ${said.trim()}`)
    said += String(more[0])
  }
  return {
    async stop() {
      child.kill('SIGINT')
      await exited
      return (await readFile(output, 'utf8')).split('\n')
    },
  }
}
