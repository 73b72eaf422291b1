import { fork } from 'node:child_process'
import { once } from 'node:events'
import {
  type Answer,
  type Calls,
  type Question,
  readyNumber,
  type ServerSettings,
  settingsVariable,
} from './calls.ts'

interface Waiting {
  resolve(result: unknown): void
  reject(error: Error): void
}

/** The server that was asked is dead, and so is what it was to answer. */
export class ServerGone extends Error {}

export interface ServerProcess extends Calls {
  /** SIGKILL: nothing in it hears of its end. */
  kill(): Promise<void>
}

export async function startServer(settings: ServerSettings): Promise<ServerProcess> {
  const child = fork(new URL('server.ts', import.meta.url), {
    env: { ...process.env, [settingsVariable]: JSON.stringify(settings) },
  })
  const waiting = new Map<number, Waiting>()
  let asked = 0

  function wait(number: number): Promise<unknown> {
    return new Promise((resolve, reject) => waiting.set(number, { resolve, reject }))
  }

  function endAll(): void {
    for (const { reject } of waiting.values()) reject(new ServerGone('The server is gone.'))
    waiting.clear()
  }

  child.on('message', ({ number, result, error }: Answer) => {
    const one = waiting.get(number)
    waiting.delete(number)
    if (error === undefined) one?.resolve(result)
    else one?.reject(new Error(error))
  })
  child.once('exit', endAll)

  function ask<Name extends keyof Calls>(
    name: Name,
    ...parameters: Parameters<Calls[Name]>
  ): ReturnType<Calls[Name]> {
    const question: Question = { number: ++asked, name, parameters }
    const answer = wait(question.number)
    // A process that ends between the two is heard of by its exit.
    if (child.connected) child.send(question, () => {})
    else endAll()
    // What comes from another process has no type; the server's `Calls` gives it this one.
    return answer as ReturnType<Calls[Name]>
  }

  await wait(readyNumber)
  return {
    put: (jobs) => ask('put', jobs),
    start: () => ask('start'),
    expect: (jobs) => ask('expect', jobs),
    setAhead: (ms) => ask('setAhead', ms),
    sweep: (provider) => ask('sweep', provider),
    idle: () => ask('idle'),
    ends: () => ask('ends'),
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return
      const exit = once(child, 'exit')
      child.kill('SIGKILL')
      await exit
    },
  }
}
