import type { Config, Provider } from '@stt-webhooks/core'
import { path as defaultPath } from '../door.ts'
import { knownProviders } from '../providers.ts'
import { checkApi } from './api.ts'
import { checkClock } from './clock.ts'
import { type Check, type Finding, type Found, note, ok } from './finding.ts'
import { checkHooks } from './hooks.ts'
import { checkInbox } from './inbox.ts'
import { checkPublic } from './public.ts'
import { checkSecrets, checkSharing } from './secrets.ts'
import { createTrial } from './trial.ts'

export interface Examination {
  readonly environment: NodeJS.ProcessEnv
  /** Where deliveries are sent through; undefined: none is sent. */
  readonly publicUrl: string | undefined
}

/** Looks at one thing after another. @throws WebhookError `invalid_option` for a configuration that cannot work */
export async function* examine(config: Config, examination: Examination): AsyncGenerator<Finding> {
  const { environment } = examination
  const { path = defaultPath, now = Date.now } = config
  const trial = createTrial(config)
  const providers = config.providers.filter((one) => one !== undefined && one !== false)
  const publicUrl = withoutSlash(examination.publicUrl)
  const hookBase = publicUrl ?? withoutSlash(config.publicUrl)
  yield* of('configuration', undefined, [
    ok(`The configuration loads: ${providers.length} endpoints at ${path}.`),
  ])

  const secrets = new Map<string, readonly string[]>()
  for (const provider of providers) {
    const { endpoint } = provider
    const check = await checkSecrets(provider, knownFor(provider), { trial, path, environment })
    secrets.set(endpoint, check.secrets)
    yield* of('secret', endpoint, check.found)
  }
  yield* of('secret', undefined, checkSharing(secrets))

  for (const provider of providers) {
    const { endpoint } = provider
    const { found, clock } = await checkApi(provider, now)
    yield* of('api', endpoint, [found])
    if (clock !== undefined) yield* of('clock', endpoint, [checkClock('the API', clock.date, clock.at)])
    yield* of('hooks', endpoint, await checkHooks(provider, hookBase && `${hookBase}${path}/${endpoint}`))
  }
  yield* of('inbox', undefined, await checkInbox(config.inbox, now()))

  if (publicUrl === undefined) return
  for (const provider of providers) {
    const { endpoint } = provider
    const known = knownFor(provider)
    const [secret] = secrets.get(endpoint) ?? []
    if (known === undefined || secret === undefined) {
      const fix = known && `Set ${known.variable}.`
      yield* of('delivery', endpoint, [
        note('not_sent', 'Nothing was sent: its secret or its simulator is not known here.', fix),
      ])
      continue
    }
    const simulator = (url: string) => known.simulator({ secret, url }, environment)
    const { found, date } = await checkPublic(provider, { trial, path, publicUrl, simulator })
    yield* of('delivery', endpoint, found)
    if (date !== undefined) yield* of('clock', endpoint, [checkClock('the public address', date, now())])
  }
}

function* of(check: Check, endpoint: string | undefined, found: readonly Found[]): Generator<Finding> {
  for (const one of found) yield { check, endpoint, ...one }
}

function knownFor({ provider }: Provider) {
  return knownProviders.find(({ id }) => id === provider)
}

function withoutSlash(url: string | undefined): string | undefined {
  return url?.replace(/\/+$/, '')
}
