import { numberAt } from '@stt-webhooks/core/provider'
import type { SmallestAiLoggedDelivery } from '../payload.ts'

/**
 * The last attempt to deliver each webhook that did not arrive at the first one. Nearly all do, so that what is kept is not as long as the log. An
 * entry may be on two pages, because what is logged meanwhile moves the others.
 */
export interface LastAttempts {
  add(page: readonly SmallestAiLoggedDelivery[]): void
  /** Those that have not arrived: not yet, or not at all. */
  missing(): readonly SmallestAiLoggedDelivery[]
}

export function createLastAttempts(): LastAttempts {
  const last = new Map<string, SmallestAiLoggedDelivery>()
  return {
    add(page) {
      for (const one of page) {
        if (one.status === 'success' && attemptOf(one) <= 1) continue
        const known = last.get(one.request_id)
        if (known === undefined || attemptOf(known) < attemptOf(one)) last.set(one.request_id, one)
      }
    },
    missing: () => [...last.values()].filter(({ status }) => status !== 'success'),
  }
}

/** The last attempt to deliver one webhook, on the first page that has any. */
export async function lastAttempt(
  pages: AsyncIterable<readonly SmallestAiLoggedDelivery[]>,
  jobId: string,
): Promise<SmallestAiLoggedDelivery | undefined> {
  for await (const page of pages) {
    const attempts = page.filter(({ request_id }) => request_id === jobId)
    const [last] = attempts.sort((one, other) => attemptOf(other) - attemptOf(one))
    if (last !== undefined) return last
  }
  return undefined
}

function attemptOf(delivery: SmallestAiLoggedDelivery): number {
  return numberAt(delivery, 'attempt') ?? 1
}
