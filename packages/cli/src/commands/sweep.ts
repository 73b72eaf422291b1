import {
  type Config,
  createReceiver,
  type EndpointSweep,
  isWebhookError,
  type Receiver,
  type Sweeper,
  type SweepingConfig,
} from '@stt-webhooks/core'
import type { Command } from 'commander'
import { loadConfig, withConfig } from '../config/file.ts'
import { Failure } from '../failure.ts'
import { logger } from '../output/logger.ts'
import { type SweepOutput, sweepJson, sweepText } from '../output/sweep.ts'
import { since } from './since.ts'

interface SweepCommandOptions {
  readonly config?: string
  readonly provider?: string
  readonly since?: Date
  readonly dryRun?: true
  readonly json?: true
}

export function addSweep(program: Command): void {
  withConfig(program.command('sweep'))
    .description('Ask the services which jobs ended, and put into the inbox what never arrived.')
    .option('--provider <name>', 'only this provider or endpoint')
    .option('--since <time>', 'list jobs from then on: 90s, 15m, 2h or 7d ago, or a date in ISO 8601', since)
    .option('--dry-run', 'ask, and store nothing')
    .option('--json', 'print one line of JSON per endpoint')
    .addHelpText(
      'after',
      '\nHandlers do not run here: the running application finds the events in its inbox.',
    )
    .action(sweep)
}

async function sweep(options: SweepCommandOptions): Promise<void> {
  const { provider, since: from, dryRun = false } = options
  const config = await loadConfig(options.config)
  const output: SweepOutput = options.json ? sweepJson : sweepText
  const receiver = openSweeper(config)
  let stopped: Promise<void> | undefined
  // What was found so far is kept, and the next sweep begins at the same point.
  const stop = (): Promise<void> => (stopped ??= receiver.stop())
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop)
  try {
    const swept = await receiver.sweep({ provider, since: from, dryRun })
    for (const one of swept) await output({ ...one, canBeListed: canBeListed(config, one), dryRun })
    const troubled = swept.filter(({ outcome, failed }) => outcome === 'interrupted' || failed > 0)
    if (troubled.length > 0)
      throw new Failure(
        1,
        `Not everything was swept: ${troubled.map(({ endpoint }) => endpoint).join(', ')}.`,
      )
  } catch (error) {
    if (isWebhookError(error) && error.code === 'invalid_option') throw new Failure(2, error.message, error)
    throw error
  } finally {
    await stop()
  }
}

/** @throws Failure for a configuration that cannot work, or with an inbox through which nobody would hear of what a sweep finds */
function openSweeper(config: Config): Receiver & Sweeper {
  if (!canSweep(config)) throw new Failure(2, reasonAgainst(config))
  try {
    // Log lines go to stderr, whatever the application does with them: stdout is for what was found.
    return createReceiver(config.providers, { ...config, logger })
  } catch (error) {
    if (isWebhookError(error)) throw new Failure(2, error.message, error)
    throw error
  }
}

function canSweep(config: Config): config is SweepingConfig {
  return config.inbox?.durable === true && config.inbox.jobs !== undefined
}

function reasonAgainst({ inbox }: Config): string {
  if (inbox === undefined)
    return 'The configuration has no inbox, so that what a sweep finds would have nowhere to go. Give it one that outlives the process, such as inboxSqlite() or inboxPostgres().'
  if (!inbox.durable)
    return `The inbox "${inbox.name}" is in the memory of the process that made it: this command can neither see what the application received nor hand over what it finds. Call receiver.sweep() in the application, or give the configuration an inbox that outlives the process.`
  return `The inbox "${inbox.name}" does not remember jobs, so that nothing can be swept. Use inboxSqlite() or inboxPostgres().`
}

function canBeListed({ providers }: Config, { endpoint }: EndpointSweep): boolean {
  const provider = providers.find((one) => one && one.endpoint === endpoint)
  return provider !== undefined && provider !== false && provider.api?.listJobs !== undefined
}
