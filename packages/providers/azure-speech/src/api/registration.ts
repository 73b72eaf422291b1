import type { Secret } from '@stt-webhooks/core/provider'
import {
  type AzureSpeechHookEvent,
  type AzureSpeechHookFlags,
  type AzureSpeechRetiredHookEvent,
  azureSpeechHookEvents,
  azureSpeechRetiredHookEvents,
} from './hook-events.ts'
import { invalidOption } from './invalid-option.ts'
import { secretOfHook } from './secret.ts'

interface HookOptions {
  /** The public URL of this endpoint. */
  readonly url: string
  /** Default: `'stt-webhooks'`. */
  readonly displayName?: string | undefined
  readonly description?: string | undefined
  /** Default: the first secret of the provider. Needed where the provider's `secret` is a function. */
  readonly secret?: string | undefined
}

export interface AzureSpeechRegistrationOptions extends HookOptions {
  readonly apiVersion?: undefined
  /** Default: `['transcriptionCompletion']`. */
  readonly events?: readonly AzureSpeechHookEvent[] | undefined
  /** At most 10, with keys of at most 64 and values of at most 256 characters. */
  readonly customProperties?: Readonly<Record<string, string>> | undefined
}

/** Of v2.1, which is no longer served: for those who keep records of what they registered, and for tests. */
export interface AzureSpeechRetiredRegistrationOptions extends HookOptions {
  readonly apiVersion: 'v2.1'
  /** Default: `['TranscriptionCompletion']`. */
  readonly events?: readonly AzureSpeechRetiredHookEvent[] | undefined
  readonly customProperties?: Readonly<Record<string, string>> | undefined
}

/**
 * What `POST /webhooks` wants, the same from v3.0 to 2024-11-15. `properties` is missing where deliveries are not verified.
 * @see https://learn.microsoft.com/en-us/rest/api/speechtotext/web-hooks/create
 */
export interface AzureSpeechRegistration {
  readonly displayName: string
  readonly description?: string
  readonly webUrl: string
  readonly events: AzureSpeechHookFlags
  readonly properties?: { readonly secret: string }
  readonly customProperties?: Readonly<Record<string, string>>
}

/**
 * What `POST /transcriptions/hooks` of v2.1 wanted.
 * @see https://docs.microsoft.com/en-us/azure/cognitive-services/speech-service/webhooks
 */
export interface AzureSpeechRetiredRegistration {
  readonly name: string
  readonly description?: string
  readonly configuration: { readonly url: string; readonly secret?: string }
  readonly events: readonly AzureSpeechRetiredHookEvent[]
  readonly active: true
  readonly properties?: Readonly<Record<string, string>>
}

/** @throws WebhookError `invalid_option` for what Azure Speech would refuse, and for a secret that cannot work */
export interface AzureSpeechWebhookRegistration {
  (options: AzureSpeechRegistrationOptions): AzureSpeechRegistration
  (options: AzureSpeechRetiredRegistrationOptions): AzureSpeechRetiredRegistration
}

export function createRegistration(configured: Secret | undefined): AzureSpeechWebhookRegistration {
  function register(options: AzureSpeechRegistrationOptions): AzureSpeechRegistration
  function register(options: AzureSpeechRetiredRegistrationOptions): AzureSpeechRetiredRegistration
  function register(
    options: AzureSpeechRegistrationOptions | AzureSpeechRetiredRegistrationOptions,
  ): AzureSpeechRegistration | AzureSpeechRetiredRegistration {
    const secret = secretOfHook(configured, options.secret)
    return options.apiVersion === 'v2.1' ? toRetired(options, secret) : toCurrent(options, secret)
  }
  return register
}

function toCurrent(
  options: AzureSpeechRegistrationOptions,
  secret: string | undefined,
): AzureSpeechRegistration {
  const events = known(azureSpeechHookEvents, options.events ?? ['transcriptionCompletion'])
  return {
    displayName: nameOf(options),
    webUrl: hookUrl(options.url),
    events: flagsOf(events),
    ...(options.description !== undefined && { description: options.description }),
    ...(secret !== undefined && { properties: { secret } }),
    ...(options.customProperties !== undefined && { customProperties: custom(options.customProperties) }),
  }
}

function toRetired(
  options: AzureSpeechRetiredRegistrationOptions,
  secret: string | undefined,
): AzureSpeechRetiredRegistration {
  const url = hookUrl(options.url)
  return {
    configuration: secret === undefined ? { url } : { url, secret },
    events: known(azureSpeechRetiredHookEvents, options.events ?? ['TranscriptionCompletion']),
    active: true,
    name: nameOf(options),
    ...(options.description !== undefined && { description: options.description }),
    ...(options.customProperties !== undefined && { properties: options.customProperties }),
  }
}

/** @throws WebhookError `invalid_option` */
export function hookUrl(url: string): string {
  if (URL.canParse(url) && ['https:', 'http:'].includes(new URL(url).protocol)) return url
  throw invalidOption(
    '`url` is not an absolute http or https URL. Give the one under which this server is reached from outside.',
  )
}

/** @throws WebhookError `invalid_option` */
export function known<Event extends string>(
  all: readonly Event[],
  events: readonly Event[],
): readonly Event[] {
  if (events.length === 0) throw invalidOption('`events` is empty: the hook would never be called. Name one.')
  const unknown = events.find((event) => !all.includes(event))
  if (unknown === undefined) return events
  throw invalidOption(`"${unknown}" is no event of Azure Speech. The events are ${all.join(', ')}.`)
}

function flagsOf(events: readonly AzureSpeechHookEvent[]): AzureSpeechHookFlags {
  return Object.fromEntries(events.map((event) => [event, true]))
}

function nameOf({ displayName = 'stt-webhooks' }: HookOptions): string {
  if (displayName.trim() === '')
    throw invalidOption('`displayName` is empty or blank. Leave it out, or set it.')
  return displayName
}

function custom(properties: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const entries = Object.entries(properties)
  if (entries.length <= 10 && entries.every(([key, value]) => key.length <= 64 && value.length <= 256))
    return properties
  throw invalidOption(
    '`customProperties` has more than 10 entries, a key of more than 64 or a value of more than 256 characters. Shorten it.',
  )
}
