import { isoTime, isRecord, type JsonRecord, redactUrlsIn, stringAt } from '@stt-webhooks/core/provider'
import { idIn } from '../read/notice.ts'
import { type AzureSpeechHookEvent, azureSpeechHookEvents } from './hook-events.ts'

/**
 * How a web hook is. `working`: it is called. `unconfirmed`: not before its challenge is answered. `paused`: it is subscribed to
 * nothing, whatever came after. `failed`: Azure Speech has given up calling it. `unknown`: its status is none that is documented.
 */
export type AzureSpeechHookState = 'working' | 'unconfirmed' | 'failed' | 'paused' | 'unknown'

/** One web hook of the resource. It is what `enable(id, …)` takes: `hooks.enable(hook.id, hook)`. */
export interface AzureSpeechHookReport {
  readonly id: string
  /** As it is registered, with its query. */
  readonly url: string
  readonly state: AzureSpeechHookState
  /** What it is called for, as far as we know the names. */
  readonly events: readonly AzureSpeechHookEvent[]
  /** When it came to its status, ISO 8601 in UTC. */
  readonly changedAt?: string | undefined
  /** Of its notices. When the version is retired, the hook is switched off. */
  readonly apiVersion?: string | undefined
  /** Why it failed, where that is told. */
  readonly error?: { readonly code?: string | undefined; readonly message?: string | undefined } | undefined
}

/**
 * `undefined` for what is no hook. The secret, which some examples of the service show, is not passed on.
 * @see https://learn.microsoft.com/en-us/rest/api/speechtotext/web-hooks/list
 */
export function toHookReport(value: unknown): AzureSpeechHookReport | undefined {
  if (!isRecord(value)) return undefined
  const id = idIn(stringAt(value, 'self') ?? '')
  const url = stringAt(value, 'webUrl')
  if (id === undefined || url === undefined) return undefined
  const flags = recordAt(value, 'events')
  const properties = recordAt(value, 'properties')
  const events = azureSpeechHookEvents.filter((event) => flags[event] === true)
  return {
    id,
    url,
    state: stateOf(stringAt(value, 'status'), Object.values(flags).includes(true)),
    events,
    changedAt: isoTime(value['lastActionDateTime']),
    apiVersion: stringAt(properties, 'apiVersion'),
    error: errorIn(properties),
  }
}

function stateOf(status: string | undefined, isSubscribed: boolean): AzureSpeechHookState {
  switch (status) {
    case 'Succeeded':
      return isSubscribed ? 'working' : 'paused'
    case 'Failed':
      return isSubscribed ? 'failed' : 'paused'
    case 'NotStarted':
    case 'Running':
      return 'unconfirmed'
    default:
      return 'unknown'
  }
}

function errorIn(properties: JsonRecord): AzureSpeechHookReport['error'] {
  const { error } = properties
  if (!isRecord(error)) return undefined
  const message = stringAt(error, 'message')
  // It may quote the URL of the hook, whose query may be a credential.
  return { code: stringAt(error, 'code'), message: message && redactUrlsIn(message) }
}

function recordAt(record: JsonRecord, key: string): JsonRecord {
  const value = record[key]
  return isRecord(value) ? value : {}
}
