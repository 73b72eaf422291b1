import { type ChildProcess, fork, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { availableParallelism } from 'node:os'

/** Servers have a core to themselves, the generator another, so that the one's work is not the other's delay. */
export const cores = { servers: 0, generator: 1 } as const

const canPin = availableParallelism() > 1 && spawnSync('taskset', ['-V']).error === undefined

/** The words before a command that keep it on one core; none where `taskset` is missing. */
export function pinTo(core: number): readonly string[] {
  return canPin ? ['taskset', '-c', String(core)] : []
}

/** Starts a module of ours in a process of its own, which sends a message when it is ready. */
export async function forkPinned(
  core: number,
  module: URL,
  ...args: readonly string[]
): Promise<{ child: ChildProcess; greeting: unknown }> {
  const [command, ...rest] = [...pinTo(core), process.execPath]
  const child = fork(module, args, {
    execPath: command,
    execArgv: [...rest, ...process.execArgv],
    env: { ...process.env, NODE_ENV: 'production' },
  })
  return { child, greeting: await answerOf(child) }
}

/** Sends a message and gives the answer to it. */
export async function ask(child: ChildProcess, question: object): Promise<unknown> {
  const answer = answerOf(child)
  child.send(question)
  return answer
}

/** Lets a process go, which ends it; resolves when it is gone. */
export async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.disconnect()
  await once(child, 'exit')
}

function answerOf(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const onExit = (code: number | null) => reject(new Error(`A process ended with code ${code}.`))
    child.once('exit', onExit)
    child.once('message', (message) => {
      child.off('exit', onExit)
      resolve(message)
    })
  })
}
