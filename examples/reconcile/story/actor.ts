import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/** A process of the story. What it says is printed behind its name. */
export interface Actor {
  /** Resolves to the first line that has this text in it. Rejects if the process ends without it. */
  says(text: string): Promise<string>
  /** @throws if it did not end well */
  end(): Promise<void>
  kill(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>
}

export type Environment = Readonly<Record<string, string>>

/** Starts a module of `src` with these variables. */
export function enter(name: string, environment: Environment, words: readonly string[] = []): Actor {
  const script = fileURLToPath(new URL(`../src/${name}.ts`, import.meta.url))
  const child = spawn(process.execPath, [...process.execArgv, script, ...words], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const closed = once(child, 'close')
  const lines: string[] = []
  const listeners = new Set<() => void>()
  const tell = () => {
    for (const listener of listeners) listener()
  }
  createInterface({ input: child.stdout }).on('line', (line) => {
    console.log(`  ${name.padEnd(8)} ${line}`)
    lines.push(line)
    tell()
  })
  child.once('close', tell)
  // Nobody of the cast outlives the story, however it ends.
  const leave = () => child.kill('SIGKILL')
  process.once('exit', leave)
  child.once('close', () => process.off('exit', leave))

  return {
    says: (text) =>
      new Promise((resolve, reject) => {
        function look(): void {
          const line = lines.find((one) => one.includes(text))
          if (line !== undefined) resolve(line)
          else if (child.exitCode !== null || child.signalCode !== null)
            reject(new Error(`The ${name} ended and never said "${text}".`))
          else return
          listeners.delete(look)
        }
        listeners.add(look)
        look()
      }),
    async end() {
      await closed
      if (child.exitCode !== 0)
        throw new Error(`The ${name} ended with ${child.exitCode ?? child.signalCode}.`)
    },
    async kill(signal) {
      child.kill(signal)
      await closed
    },
  }
}
