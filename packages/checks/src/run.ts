import { spawnSync } from 'node:child_process'

export interface RunOptions {
  readonly cwd: string
  /** Show the output as it comes; otherwise it is kept and shown only if the command fails. */
  readonly show?: boolean
  /** Variables beside those of this process. */
  readonly environment?: Readonly<Record<string, string>>
}

/** Runs a command to its end; throws if it fails. */
export function run(
  command: string,
  args: readonly string[],
  { cwd, show = false, environment }: RunOptions,
): string {
  const result = spawnSync(command, args, {
    cwd,
    env: { ...process.env, ...environment },
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    stdio: ['ignore', show ? 'inherit' : 'pipe', show ? 'inherit' : 'pipe'],
  })
  if (result.error !== undefined) throw new Error(`${command} could not be started: ${result.error.message}`)
  if (result.status !== 0) {
    const output = show ? '' : `\n${result.stdout}${result.stderr}`
    throw new Error(
      `\`${command} ${args.join(' ')}\` in ${cwd} ended with ${result.status ?? result.signal}${output}`,
    )
  }
  return show ? '' : result.stdout
}
