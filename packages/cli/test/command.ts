import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { onTestFinished } from 'vitest'

const root = fileURLToPath(new URL('../../../', import.meta.url))
const file = (path: string): string => fileURLToPath(new URL(path, import.meta.url))
// As a URL, because the command may run in another folder.
const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href
const fromSource = ['--import', tsx, '--conditions=@stt-webhooks/source']
/** The command from source, which needs no build; with this variable as it is published. */
const command =
  process.env['STT_WEBHOOKS_CLI'] === 'built'
    ? [file('../dist/bin.js')]
    : [...fromSource, file('../src/bin.ts')]

export type Environment = Readonly<Record<string, string>>

type Child = ChildProcessByStdio<null, Readable, Readable>

/** Starts the real command, or another script from source, with no variables but these. */
function start(args: readonly string[], environment: Environment, cwd = root, script?: string): Child {
  const { PATH = '' } = process.env
  const program = script === undefined ? command : [...fromSource, script]
  const child = spawn(process.execPath, [...program, ...args], {
    cwd,
    // Node 22 warns that its SQLite is experimental.
    env: { PATH, NO_COLOR: '1', NODE_NO_WARNINGS: '1', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  return child
}

export interface Result {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Runs a command to its end. */
export async function run(
  args: readonly string[],
  environment: Environment = {},
  cwd?: string,
  script?: string,
): Promise<Result> {
  const child = start(args, environment, cwd, script)
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), exitOf(child)])
  return { code, stdout, stderr }
}

export interface Listener {
  /** The address in the first line of stdout. */
  readonly url: string
  readonly firstLine: string
  /** The next line of stdout. */
  line(): Promise<string>
  /** The next line of stdout, which must be JSON. */
  event(): Promise<Readonly<Record<string, unknown>>>
  /** Stops it, and tells what it had to say and nobody asked for. */
  stop(signal?: NodeJS.Signals): Promise<Result>
  /** Nobody reads stdout from now on. */
  deafen(): void
  ended(): Promise<Result>
}

/** Starts `listen` on a free port and waits until it listens. */
export async function listen(args: readonly string[], environment: Environment = {}): Promise<Listener> {
  const child = start(['listen', '--port', '0', ...args], environment)
  const stderr = text(child.stderr)
  const exit = exitOf(child)
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()

  async function line(): Promise<string> {
    const { done, value } = await lines.next()
    if (done) throw new Error(`stdout ended; stderr says: ${await stderr}`)
    return value
  }

  async function ended(): Promise<Result> {
    const rest: string[] = []
    for (let next = await lines.next(); !next.done; next = await lines.next()) rest.push(next.value)
    return { code: await exit, stdout: rest.join('\n'), stderr: await stderr }
  }

  const firstLine = await line()
  return {
    url: /http:\/\/[^"\s]+:\d+/.exec(firstLine)?.[0] ?? '',
    firstLine,
    line,
    event: async () => JSON.parse(await line()),
    async stop(signal = 'SIGTERM') {
      child.kill(signal)
      return ended()
    },
    deafen: () => void child.stdout.destroy(),
    ended: async () => ({ code: await exit, stdout: '', stderr: await stderr }),
  }
}

async function exitOf(child: Child): Promise<number | null> {
  const [code]: (number | null)[] = await once(child, 'exit')
  return code ?? null
}
