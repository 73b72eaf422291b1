import { createReceiver, type ErrorContext, type WebhookError } from '@stt-webhooks/core'
import { type Command, InvalidArgumentError, Option } from 'commander'
import { configure } from '../config/environment.ts'
import { createDoor, path } from '../door.ts'
import { describe } from '../failure.ts'
import { type Framework, frameworks, toListener } from '../frameworks.ts'
import { inboxForms, openInbox } from '../inbox.ts'
import { jsonOutput } from '../output/json.ts'
import { logger } from '../output/logger.ts'
import { textOutput } from '../output/text.ts'
import { createSaver } from '../save.ts'
import { openServer } from '../server.ts'
import { wholeNumber } from './whole-number.ts'

interface ListenOptions {
  readonly port: number
  readonly host: string
  readonly framework: Framework
  readonly json?: true
  readonly save?: string
  readonly inbox?: string
  readonly fail: number
  readonly unsafeAllowUnauthenticated?: true
}

export function addListen(program: Command): void {
  program
    .command('listen')
    .description('Receive webhooks and print their events.')
    .option('-p, --port <number>', 'port to listen on; 0: any that is free', port, 4711)
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .addOption(
      new Option('--framework <name>', 'what serves the receiver').choices(frameworks).default('node'),
    )
    .option('--json', 'print one line of JSON per event; the first line tells the address')
    .option('--save <folder>', 'keep one JSON file per job in this folder')
    .option(
      '--inbox <place>',
      `store deliveries before they are acknowledged, and work on what is stored: ${inboxForms}`,
    )
    .option(
      '--fail <count>',
      'answer 503 to the first deliveries, to see the sender try again',
      wholeNumber(0),
      0,
    )
    .option('--unsafe-allow-unauthenticated', 'let providers without a secret accept deliveries from anyone')
    .addHelpText(
      'after',
      `
A provider listens on ${path}/<provider> if its variable STT_<PROVIDER>_SECRET is set; a list separated by commas
is for a rotation. \`stt-webhooks providers\` lists the variables.`,
    )
    .action(listen)
}

async function listen(options: ListenOptions): Promise<void> {
  const configured = configure(process.env, options.unsafeAllowUnauthenticated === true)
  const providers = configured.map(({ provider }) => provider)
  const output = options.json ? jsonOutput : textOutput

  const inbox = options.inbox === undefined ? undefined : await openInbox(options.inbox)
  const receiver = createReceiver(providers, { path, logger, inbox })
  receiver.onAny({ name: 'print' }, output.event)
  if (options.save !== undefined) receiver.onAny({ name: 'save' }, await createSaver(options.save))
  receiver.onError(logError)

  await receiver.start()
  const door = createDoor(receiver, providers, options.fail, logger)
  const server = await openServer(await toListener[options.framework](door), options)
  // Before the address is told: who knows it may send the signal at once.
  const signal = untilSignal()
  for (const { provider, verified } of configured) {
    if (!verified)
      logger.warn(
        `[stt-webhooks] [${provider.endpoint}] No secret is set: deliveries are accepted from anyone.`,
      )
  }
  await output.listening({
    url: server.url,
    endpoints: configured.map(({ provider, verified }) => ({
      provider: provider.provider,
      url: `${server.url}${path}/${provider.endpoint}`,
      verified,
    })),
  })
  await signal
  await server.close(() => receiver.stop({ timeoutMs: stopMs }))
}

/** Nothing here works longer than a moment; a signal should end the command while its user still waits for it. */
const stopMs = 3_000

function untilSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => resolve())
  })
}

/** Causes are shown for our own handlers only: elsewhere they may quote what was sent. */
function logError(error: WebhookError, { handler }: ErrorContext): void {
  logger.error(handler === undefined ? error.message : `${error.message} ${describe(error.cause)}`)
}

function port(text: string): number {
  const number = wholeNumber(0)(text)
  if (number > 65_535) throw new InvalidArgumentError('Ports go up to 65535.')
  return number
}
