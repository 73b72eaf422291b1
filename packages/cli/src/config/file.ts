import { access } from 'node:fs/promises'
import { resolve } from 'node:path'
import { type Config, isWebhookError, type ProviderList } from '@stt-webhooks/core'
import { isRecord } from '@stt-webhooks/core/provider'
import type { Command } from 'commander'
import { describe, Failure } from '../failure.ts'
import { loadDefault } from './load-module.ts'

const names = ['ts', 'mts', 'js', 'mjs'].map((extension) => `stt-webhooks.config.${extension}`)

/** The option of every command that works on a configuration. */
export function withConfig(command: Command): Command {
  return command.option(
    '--config <file>',
    'the module whose default export is the configuration (default: stt-webhooks.config.{ts,mts,js,mjs})',
  )
}

/**
 * The configuration that the server uses too, from the given file, else from the working directory.
 * @throws Failure
 */
export async function loadConfig(given: string | undefined): Promise<Config> {
  const file = given === undefined ? await find() : resolve(given)
  if (!(await exists(file))) throw new Failure(2, `There is no file ${given}.`)
  const config = await load(file)
  if (config === undefined)
    throw new Failure(
      2,
      `${file} has no default export. Write: export default defineConfig({ providers: […] })`,
    )
  if (!isConfig(config)) {
    throw new Failure(
      2,
      `The default export of ${file} is no configuration: it must be an object with a list of \`providers\`, as defineConfig() of @stt-webhooks/core gives it.`,
    )
  }
  return config
}

async function find(): Promise<string> {
  for (const name of names) if (await exists(resolve(name))) return resolve(name)
  throw new Failure(
    2,
    `There is no configuration here: none of ${names.join(', ')} is in ${process.cwd()}. Change the directory, or give --config <file>.`,
  )
}

async function exists(file: string): Promise<boolean> {
  return await access(file).then(
    () => true,
    () => false,
  )
}

async function load(file: string): Promise<unknown> {
  try {
    return await loadDefault(file)
  } catch (error) {
    throw new Failure(
      2,
      `${file} could not be loaded: ${isWebhookError(error) ? error.message : describe(error)}`,
      error,
    )
  }
}

/** The rest is checked by the receiver that is made of it. */
function isConfig(value: unknown): value is Config {
  return isRecord(value) && Array.isArray(value['providers']) && value['providers'].every(isProvider)
}

function isProvider(value: unknown): value is ProviderList[number] {
  return value === undefined || value === false || (isRecord(value) && value['specificationVersion'] === 'v1')
}
