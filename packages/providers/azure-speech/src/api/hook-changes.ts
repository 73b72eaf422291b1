import type { Secret } from '@stt-webhooks/core/provider'
import { type AzureSpeechHookEvent, type AzureSpeechHookFlags, azureSpeechHookEvents } from './hook-events.ts'
import { hookUrl, known } from './registration.ts'
import { secretOfHook } from './secret.ts'

/** What an update of a hook needs to keep it signing. */
export interface AzureSpeechHookSecret {
  /** Default: the first secret of the provider. Needed where the provider's `secret` is a function. */
  readonly secret?: string | undefined
}

export interface AzureSpeechEnableOptions extends AzureSpeechHookSecret {
  /** The URL that the hook has, or is to have. */
  readonly url: string
  /** All that the hook is to be called for. Default: `['transcriptionCompletion']`. */
  readonly events?: readonly AzureSpeechHookEvent[] | undefined
}

/**
 * The bodies of `PATCH /webhooks/{id}`. Both throw the WebhookError `invalid_option`.
 * @see https://learn.microsoft.com/en-us/rest/api/speechtotext/web-hooks/update
 */
export interface HookChanges {
  pause(options: AzureSpeechHookSecret): object
  enable(options: AzureSpeechEnableOptions): object
}

export function createHookChanges(configured: Secret | undefined): HookChanges {
  /** An update without the secret removes it, and deliveries are no longer signed. */
  function signing(given: string | undefined, changes: object): object {
    const secret = secretOfHook(configured, given)
    return secret === undefined ? changes : { ...changes, properties: { secret } }
  }

  return {
    pause: ({ secret }) => signing(secret, { events: switched([]) }),
    enable: ({ url, events = ['transcriptionCompletion'], secret }) =>
      signing(secret, {
        webUrl: hookUrl(url),
        events: switched(known(azureSpeechHookEvents, events)),
      }),
  }
}

/** Every event by name: whether an update keeps those that it does not name is not documented. */
function switched(on: readonly AzureSpeechHookEvent[]): AzureSpeechHookFlags {
  return Object.fromEntries(azureSpeechHookEvents.map((event) => [event, on.includes(event)]))
}
