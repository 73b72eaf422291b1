import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { STATUS_CODES } from 'node:http'
import { type SimulatedDelivery, type Simulator, send } from '@stt-webhooks/testing'
import type { Command } from 'commander'
import { secretsOf } from '../config/environment.ts'
import { describe, Failure } from '../failure.ts'
import { style } from '../output/style.ts'
import { write } from '../output/write.ts'
import { type KnownProvider, knownProviders } from '../providers.ts'
import { callbackUrl } from './callback-url.ts'
import { parseHeaders } from './headers.ts'
import { wholeNumber } from './whole-number.ts'

interface SendOptions {
  readonly to: string
  readonly secret?: string
  readonly body?: string
  readonly header?: readonly string[]
  readonly count: number
}

const providerNames = knownProviders.map(({ id }) => id).join(', ')

export function addSend(program: Command): void {
  program
    .command('send')
    .description('Send a delivery as the service sends it, with its credential or signature.')
    .argument('<provider>', `one of ${providerNames}`)
    .argument('<event>', 'completed, failed, or a name that `stt-webhooks providers` lists')
    .requiredOption('--to <url>', 'the callback URL; the path may be left out')
    .option(
      '--secret <secret>',
      'the secret of the service (default: the first one of STT_<PROVIDER>_SECRET)',
    )
    .option('--body <file>', 'send exactly these bytes, signed')
    .option('--header <line>', "add or replace a header, written 'name: value'; repeatable", collect)
    .option('--count <number>', 'send it so many times, one after another', wholeNumber(1), 1)
    .action(sendDeliveries)
}

async function sendDeliveries(name: string, event: string, options: SendOptions): Promise<void> {
  const known = knownProviders.find(({ id }) => id === name)
  if (known === undefined)
    throw new Failure(2, `There is no provider "${name}". There are: ${providerNames}.`)
  const secret = options.secret || secretsOf(known, process.env)[0]
  if (!secret) throw new Failure(2, `The secret is missing. Set ${known.variable} or give --secret.`)
  const simulator = await known.simulator({ secret, url: callbackUrl(options.to, known.id) }, process.env)
  const delivery = simulate(simulator, event, {
    // Each call is about a job of its own: only copies of one call are duplicates to the receiver.
    jobId: randomUUID(),
    body: options.body === undefined ? undefined : await readBody(options.body),
    headers: parseHeaders(options.header ?? []),
  })

  let status = 0
  for (let sent = 0; sent < options.count; sent++) status = await sendOnce(known, event, delivery)
  if (!isSuccess(status))
    throw new Failure(1, `The last answer was ${status}, so the delivery was not accepted.`)
}

function simulate(
  simulator: Simulator,
  event: string,
  options: Parameters<Simulator['completed']>[0],
): SimulatedDelivery {
  if (event === 'completed') return simulator.completed(options)
  if (event === 'failed') return simulator.failed(options)
  if (simulator.names.includes(event)) return simulator.simulate(event, options)
  const names = ['completed', 'failed', ...simulator.names].map((name) => `  ${name}`)
  throw new Failure(2, `${simulator.provider} sends no "${event}". It sends:\n${names.join('\n')}`)
}

async function sendOnce({ id }: KnownProvider, event: string, delivery: SimulatedDelivery): Promise<number> {
  const started = performance.now()
  const { status } = await answerTo(delivery)
  const milliseconds = Math.round(performance.now() - started)
  const answer = style(isSuccess(status) ? 'green' : 'red', `${status} ${STATUS_CODES[status] ?? ''}`.trim())
  await write(`${answer}  ${id} ${event}  ${milliseconds} ms\n`)
  return status
}

async function answerTo(delivery: SimulatedDelivery): Promise<{ readonly status: number }> {
  try {
    return await send(delivery)
  } catch (error) {
    // Neither path nor query are shown: both may hold a token.
    throw new Failure(1, `No answer from ${new URL(delivery.url).origin}: ${describe(error)}.`, error)
  }
}

async function readBody(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file)
  } catch (error) {
    throw new Failure(2, `Cannot read the body: ${describe(error)}.`, error)
  }
}

function isSuccess(status: number): boolean {
  return status >= 200 && status < 300
}

function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value]
}
