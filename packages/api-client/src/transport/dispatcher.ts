import { lookup } from 'node:dns'
import { WebhookError } from '@stt-webhooks/core/provider'
import { Agent, buildConnector } from 'undici'
import { guardedLookup } from './guarded-lookup.ts'
import { Transport } from './transport.ts'

/**
 * The connections of one client. None is open while no call is made, and idle ones keep no process alive.
 * @throws WebhookError `invalid_option` if the transport is none
 */
export function createDispatcher(
  provider: string,
  transport: Transport | undefined,
  timeoutMs: number,
): Agent {
  const connect =
    transport === undefined
      ? buildConnector({ lookup: guardedLookup(lookup), timeout: timeoutMs })
      : Transport.connectOf(transport)
  if (connect === undefined) {
    throw new WebhookError(
      'invalid_option',
      '`transport` is not a transport. Leave it out, or, in a test, make one with `localTransport()` of `@stt-webhooks/api-client/testing`.',
      { provider },
    )
  }
  // The time limit of a try covers all of it, so the limits for its parts are off.
  return new Agent({ connect, headersTimeout: 0, bodyTimeout: 0 })
}
