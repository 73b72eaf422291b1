import { WebhookError } from '../error.ts'
import type { MaybePromise } from '../maybe-promise.ts'

/** Refuses what would make too much wait. Counting may be dear, so the store is asked now and then, and in between our own count runs on. */
export interface PendingLimit {
  /** @throws WebhookError `overloaded` */
  check(): Promise<void>
  add(entries: number): void
}

const everyMs = 1_000

/** `count` tells how many entries are pending; it need not count beyond `max`. */
export function createPendingLimit(
  max: number,
  count: () => MaybePromise<number>,
  now: () => number = Date.now,
): PendingLimit {
  let pending = 0
  let counted = Number.NEGATIVE_INFINITY
  return {
    async check() {
      // A full inbox is asked at every delivery, so that it opens as soon as there is room.
      if (pending >= max || now() - counted >= everyMs) {
        counted = now()
        pending = await count()
      }
      if (pending < max) return
      throw new WebhookError(
        'overloaded',
        `${max} events wait to be worked on. Is a process with start() running, and does it keep up?`,
      )
    },
    add(entries) {
      pending += entries
    },
  }
}
