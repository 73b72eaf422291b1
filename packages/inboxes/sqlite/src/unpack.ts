import { type AnyEvent, type StoredDelivery, unpackEvent } from '@stt-webhooks/core/inbox'

/**
 * The event of an entry. Undefined where it is damaged, or the body that it needs: its deliveries have a checksum, and are read again when
 * their turn comes.
 */
export function unpack(json: string, first: () => StoredDelivery | undefined): AnyEvent | undefined {
  try {
    return unpackEvent(JSON.parse(json), first)
  } catch {
    return undefined
  }
}
