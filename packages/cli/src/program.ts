import { Command, CommanderError } from 'commander'
import manifest from '../package.json' with { type: 'json' }
import { addDoctor } from './commands/doctor.ts'
import { addListen } from './commands/listen.ts'
import { addProviders } from './commands/providers.ts'
import { addSend } from './commands/send.ts'
import { addSweep } from './commands/sweep.ts'
import { describe, Failure } from './failure.ts'
import { style } from './output/style.ts'

/** Runs one command and resolves to the exit code: 0 done, 1 something failed, 2 called in a way that cannot work. */
export async function run(args: readonly string[]): Promise<number> {
  try {
    await createProgram().parseAsync(args, { from: 'user' })
    return 0
  } catch (error) {
    // Commander has written its own message already.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
    process.stderr.write(`${style('red', 'error:', process.stderr)} ${describe(error)}\n`)
    return error instanceof Failure ? error.exitCode : 1
  }
}

function createProgram(): Command {
  const program = new Command('stt-webhooks')
    .description('Receives and sends the webhooks of speech-to-text services.')
    .version(manifest.version)
    .showHelpAfterError('(add --help for the options)')
    .exitOverride()
  addListen(program)
  addSend(program)
  addSweep(program)
  addDoctor(program)
  addProviders(program)
  return program
}
