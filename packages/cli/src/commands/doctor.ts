import { isWebhookError } from '@stt-webhooks/core'
import { type Command, InvalidArgumentError } from 'commander'
import { loadConfig, withConfig } from '../config/file.ts'
import { examine } from '../doctor/examine.ts'
import type { Finding } from '../doctor/finding.ts'
import { Failure } from '../failure.ts'
import { type FindingOutput, findingJson, findingText } from '../output/findings.ts'

interface DoctorOptions {
  readonly config?: string
  readonly publicUrl?: string
  readonly json?: true
}

export function addDoctor(program: Command): void {
  withConfig(program.command('doctor'))
    .description('Find out why webhooks do not arrive, or will not: each finding comes with its fix.')
    .option(
      '--public-url <url>',
      'send genuine deliveries of 1 kB and 5 MB through this address: origin and prefix, without the path of the configuration',
      publicUrl,
    )
    .option('--json', 'print one line of JSON per finding')
    .addHelpText(
      'after',
      `
Deliveries need the secrets in STT_<PROVIDER>_SECRET. What is sent becomes the event webhook.unrecognized of a job
whose id begins with stt-webhooks-doctor-.`,
    )
    .action(doctor)
}

async function doctor({ config: file, publicUrl: url, json }: DoctorOptions): Promise<void> {
  const output: FindingOutput = json ? findingJson : findingText
  let errors = 0
  for await (const finding of findings(file, url)) {
    if (finding.level === 'error') errors++
    await output(finding)
  }
  if (errors > 0) throw new Failure(1, `${errors === 1 ? 'One error was' : `${errors} errors were`} found.`)
}

/** A configuration that does not load is a finding too. */
async function* findings(file: string | undefined, url: string | undefined): AsyncGenerator<Finding> {
  try {
    yield* examine(await loadConfig(file), { environment: process.env, publicUrl: url })
  } catch (error) {
    if (!(error instanceof Failure || (isWebhookError(error) && error.code === 'invalid_option'))) throw error
    yield { level: 'error', check: 'configuration', code: 'not_loaded', message: error.message }
  }
}

function publicUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url !== undefined && /^https?:$/.test(url.protocol) && !/[?#]/.test(text)) return url.href
  throw new InvalidArgumentError(
    'It must be an http or https URL without query, such as https://example.com.',
  )
}
