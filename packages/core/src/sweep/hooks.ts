import type { HookReport, Provider, ProviderList } from '../contract.ts'
import { redactUrlsIn } from '../read/redact.ts'
import type { Log } from '../receiver/log.ts'
import { describeError, type Report } from '../receiver/report.ts'

/** What a service says of the hooks that it keeps for the account; nothing if it keeps none or cannot be asked. */
export interface EndpointHooks {
  readonly hooks?: readonly HookReport[] | undefined
  /** Why the service could not be asked for its hooks. */
  readonly hooksReason?: string | undefined
}

export interface HookCare {
  /** Asks one service how its hooks are, and does nothing else. Never rejects. */
  ask(provider: Provider): Promise<EndpointHooks>
  /** Asks all services, says of each hook of ours that it does not work, and switches on what may be. Never rejects. */
  look(): Promise<void>
}

export interface HookCareParts {
  readonly providers: ProviderList
  readonly log: Log
  readonly report: Pick<Report, 'error'>
  readonly signal: AbortSignal
  /** Are hooks that their service switched off switched on again? */
  readonly enable: boolean
  /** The public URL of an endpoint, if there is one. */
  urlOf(endpoint: string): string | undefined
}

/** Services that keep hooks for an account switch them off when too many deliveries fail, and tell nobody. */
export function createHookCare({ providers, log, report, signal, enable, urlOf }: HookCareParts): HookCare {
  async function check({ api, endpoint }: Provider): Promise<readonly HookReport[] | undefined> {
    return await api?.checkHooks?.(urlOf(endpoint), { signal })
  }

  async function ask(provider: Provider): Promise<EndpointHooks> {
    try {
      const hooks = await check(provider)
      return hooks === undefined ? {} : { hooks }
    } catch (error) {
      return { hooksReason: describeError(error) }
    }
  }

  async function lookAt(provider: Provider): Promise<void> {
    try {
      for (const hook of (await check(provider)) ?? []) {
        if (hook.isOurs && hook.state !== 'working') await tell(provider, hook, hook.state)
      }
    } catch (error) {
      if (signal.aborted) return
      report.error(provider, 'internal', 'The hooks could not be checked.', error)
      log.error(
        `${labelOf(provider)} The hooks of /${provider.endpoint} could not be checked (${describeError(error)}). Check the API key, and that the API can be reached.`,
      )
    }
  }

  /** One line for each hook. */
  async function tell(provider: Provider, hook: HookReport, state: Broken): Promise<void> {
    const fact = `${labelOf(provider)} ${nameOf(hook)} ${meanings[state]}${detailsOf(hook)}`
    if (state === 'failed') log.error(`${fact} ${await revive(provider, hook.id)}`)
    else log[state === 'unconfirmed' ? 'error' : 'warn'](`${fact} ${remedies[state]}`)
  }

  /** Switches a hook on again if that is wanted and possible; what was done, or is to be done. */
  async function revive(provider: Provider, id: string): Promise<string> {
    const { api, endpoint } = provider
    if (api?.enableHook === undefined) return 'Switch it on again at the service.'
    if (!enable)
      return 'Once this server can be reached, switch it on again, or set `sweep: { enableHooks: true }`.'
    // The endpoint's name alone may be that of another application, whose secret would be replaced.
    if (urlOf(endpoint) === undefined)
      return 'Whether it is ours is not certain, so it was left alone. Set `publicUrl`, or switch it on again.'
    try {
      await api.enableHook(id, { signal })
      return 'It was switched on again, and works once this server has answered what the service asks of it.'
    } catch (error) {
      if (signal.aborted) throw error
      report.error(provider, 'internal', `The hook ${id} could not be switched on.`, error)
      return `It could not be switched on again (${describeError(error)}). The next sweep tries again.`
    }
  }

  return {
    ask,
    async look() {
      const all = providers.filter((one) => one !== undefined && one !== false)
      await Promise.all(all.map(lookAt))
    },
  }
}

type Broken = Exclude<HookReport['state'], 'working'>

const meanings: Readonly<Record<Broken, string>> = {
  failed: 'was given up by the service, so that nothing arrives through it',
  unconfirmed: 'was not confirmed, so that nothing arrives through it',
  paused: 'is paused, so that nothing arrives through it',
  unknown: 'is in a state that is not known here',
}

const remedies: Readonly<Record<Exclude<Broken, 'failed'>, string>> = {
  unconfirmed:
    'Check that its URL leads to this server from outside and that its secret is configured here, then switch it on again.',
  paused: 'If nobody wants that, switch it on again at the service.',
  unknown: 'Look at it at the service.',
}

function labelOf({ provider }: Provider): string {
  return `[stt-webhooks] [${provider}]`
}

function nameOf({ id, url }: HookReport): string {
  return `The hook ${id} to ${redactUrlsIn(url)}`
}

const longest = 300

/** Since when and why; the service's own words on one line, without the queries of URLs in them. */
function detailsOf({ changedAt, reason }: HookReport): string {
  const since = changedAt === undefined ? '' : ` (since ${changedAt})`
  const words = redactUrlsIn(reason ?? '')
    .replace(/\s+/g, ' ')
    .slice(0, longest)
    .trim()
  return words === '' ? `${since}.` : `${since}: ${words.replace(/\.$/, '')}.`
}
