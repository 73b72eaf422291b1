import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'
import type { Task } from './child-main.ts'

const root = fileURLToPath(new URL('../../../../../', import.meta.url))
const main = fileURLToPath(new URL('./child-main.ts', import.meta.url))

/** Another process on a file. */
export interface Child {
  readonly pid: number | undefined
  /** Resolves with what it has said that begins so. */
  said(beginning: string): Promise<string>
  send(message: string): void
  /** Asks it to stop in order. */
  stop(): void
  kill(): void
  /** Resolves with the signal that ended it, if there was one. */
  readonly ended: Promise<string | null>
}

export function startChild(task: Task): Child {
  const child: ChildProcess = fork(main, [JSON.stringify(task)], {
    execArgv: [
      '--import',
      'tsx',
      '--conditions=@stt-webhooks/source',
      '--disable-warning=ExperimentalWarning',
    ],
    cwd: root,
    env: {},
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const lines: string[] = []
  let heard = (): void => {}
  child.on('message', (line) => {
    lines.push(String(line))
    heard()
  })
  return {
    pid: child.pid,
    async said(beginning) {
      for (;;) {
        const found = lines.find((line) => line.startsWith(beginning))
        if (found !== undefined) return found
        await new Promise<void>((resolve) => {
          heard = resolve
        })
      }
    },
    send: (message) => void child.send(message),
    stop: () => void child.send('stop'),
    kill: () => void child.kill('SIGKILL'),
    ended: once(child, 'exit').then(([, signal]) => signal),
  }
}
