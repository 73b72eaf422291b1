import { type Delivery, isRecord, type ReadEvent, type Reading, stringAt } from '@stt-webhooks/core/provider'
import type { AzureSpeechEvent } from './index.ts'
import type { AzureSpeechHook } from './payload.ts'
import { callerMetadata, isChallenge } from './read/challenge.ts'
import { readEntity } from './read/entity.ts'
import { eventNameOf } from './read/event-name.ts'
import { idIn, readNotice } from './read/notice.ts'

export function readAzureSpeech(delivery: Delivery): Reading<AzureSpeechEvent> {
  // Whatever body a challenge brings, nobody has signed it.
  if (isChallenge(delivery)) {
    return {
      outcome: 'unreadable',
      reason: 'a challenge without exactly one validationToken of the known form',
    }
  }
  const name = eventNameOf(delivery) ?? ''
  return {
    outcome: 'events',
    events: [trials.has(name) ? readTrial(name, delivery) : readEvent(name, delivery)],
  }
}

/** The service tries out the hook. By all we know a test bears the name of a real event and cannot be told from one. */
const trials: ReadonlySet<string> = new Set(['ping', 'test'])

function readTrial(name: string, delivery: Delivery): ReadEvent<AzureSpeechEvent> {
  const raw = delivery.bytes.length === 0 ? null : delivery.json()
  if (!isHook(raw)) return unrecognized(name, raw)
  const metadata = callerMetadata(delivery)
  return {
    key: 'body',
    event: { type: 'webhook.pinged', provider: 'azure-speech', product: 'webhook', metadata, raw },
  }
}

/** v3.0 and later name an entity by `self`, v2.1 sends the entity; some names are common to both. */
function readEvent(name: string, delivery: Delivery): ReadEvent<AzureSpeechEvent> {
  const body = delivery.json()
  const metadata = callerMetadata(delivery)
  return readNotice(name, body, metadata) ?? readEntity(name, body, metadata) ?? unrecognized(name, body)
}

/** The name is in no body, so the reason must keep it. */
function unrecognized(name: string, raw: unknown): ReadEvent<AzureSpeechEvent> {
  const reason =
    name === ''
      ? 'the header x-microsoftspeechservices-event is missing'
      : `the event "${name.slice(0, 100)}", its body or its status is not one we know`
  return {
    key: 'body',
    event: {
      type: 'webhook.unrecognized',
      provider: 'azure-speech',
      product: 'unknown',
      jobId: isRecord(raw) ? (stringAt(raw, 'id') ?? idIn(stringAt(raw, 'self') ?? '')) : undefined,
      reason,
      raw,
    },
  }
}

function isHook(value: unknown): value is AzureSpeechHook | null {
  return value === null || isRecord(value)
}
