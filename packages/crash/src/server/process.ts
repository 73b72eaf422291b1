import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Command, Measured, Notice, NoticeOf, ServerSettings, Stopped } from './messages.ts'

/** A server in a process of its own. */
export interface Server {
  /** Makes it a server and gives its port. Every process of one store must have ended before. */
  serve(settings: ServerSettings): Promise<number>
  /** Lets handlers that are stuck go on. */
  release(): Promise<void>
  measure(): Promise<Measured>
  /** SIGTERM: resolves with what it said at last, when its process has ended by itself. */
  stop(): Promise<Stopped>
  /** SIGKILL, which no process hears of. */
  kill(): void
  readonly exited: Promise<Exit>
  readonly pid: number
  /** The steps of accept that it has made so far. */
  readonly steps: ReadonlySet<string>
}

interface Exit {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

const packageFolder = fileURLToPath(new URL('../../', import.meta.url))
const module = new URL('./main.ts', import.meta.url)

/** Starts a process that has loaded everything but is nothing yet. */
export async function startServer(): Promise<Server> {
  const child = fork(module, {
    cwd: packageFolder,
    execArgv: ['--import', 'tsx', '--conditions=@stt-webhooks/source'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const { pid } = child
  if (pid === undefined) throw new Error('A server could not be started.')
  const exited = once(child, 'exit').then(([code, signal]): Exit => ({ code, signal }))
  const steps = new Set<string>()
  listen(child, (notice) => {
    if (notice.kind === 'step') steps.add(notice.step)
  })
  await next(child, 'loaded')

  function ask<Kind extends Notice['kind']>(command: Command, kind: Kind): Promise<NoticeOf<Kind>> {
    const answer = next(child, kind)
    // A process that is killed between two commands is heard of by its exit.
    child.send(command, () => {})
    return answer
  }

  return {
    serve: async (settings) => (await ask({ kind: 'serve', settings }, 'serving')).port,
    async release() {
      await ask({ kind: 'release' }, 'released')
    },
    measure: () => ask({ kind: 'measure' }, 'measured'),
    async stop() {
      const stopped = next(child, 'stopped')
      child.kill('SIGTERM')
      const notice = await stopped
      const { code, signal } = await exited
      if (code !== 0) throw new Error(`A server that was stopped ended with ${code ?? signal}.`)
      return notice
    },
    kill: () => void child.kill('SIGKILL'),
    exited,
    pid,
    steps,
  }
}

/** The other end is `main.ts`, which sends nothing else. */
function listen(child: ChildProcess, listener: (notice: Notice) => void): () => void {
  const onMessage = (message: unknown): void => listener(message as Notice)
  child.on('message', onMessage)
  return () => void child.off('message', onMessage)
}

function next<Kind extends Notice['kind']>(child: ChildProcess, kind: Kind): Promise<NoticeOf<Kind>> {
  return new Promise((resolve, reject) => {
    const isWanted = (notice: Notice): notice is NoticeOf<Kind> => notice.kind === kind
    const stop = listen(child, (notice) => {
      if (!isWanted(notice)) return
      stop()
      child.off('exit', onExit)
      resolve(notice)
    })
    function onExit(code: number | null, signal: NodeJS.Signals | null): void {
      stop()
      reject(new Error(`A server ended with ${code ?? signal} and was not "${kind}" yet.`))
    }
    child.once('exit', onExit)
  })
}
