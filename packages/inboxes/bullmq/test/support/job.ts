import { createHash } from 'node:crypto'
import type {
  Acceptance,
  ClaimedEntry,
  Inbox,
  NewEntry,
  StoredDelivery,
  Verdict,
} from '@stt-webhooks/core/inbox'
import { fakeEvent } from '@stt-webhooks/testing'

/** One delivery of a service, with the one event that it holds. */
export interface Example {
  readonly delivery: StoredDelivery
  readonly entry: NewEntry
}

export function example(jobId: string, body = `{"id":"${jobId}"}`): Example {
  const id = `evt_${createHash('sha256').update(jobId).digest('hex')}`
  const receivedAt = new Date().toISOString()
  const event = fakeEvent('transcript.completed', { id, jobId, receivedAt, raw: { body } })
  const { endpoint, provider, product } = event
  const bytes = Buffer.from(body)
  const checksum = createHash('sha256').update(bytes).digest('hex')
  const about = { endpoint, provider, method: 'POST', url: `/webhooks/stt/${endpoint}`, headers: {} }
  return {
    delivery: { ...about, body: bytes, checksum, receivedAt, verifiedBy: 'secret' },
    entry: { id, event, job: JSON.stringify([endpoint, jobId, product]), rank: 2 },
  }
}

export async function put(inbox: Inbox, jobId: string, body?: string): Promise<Acceptance | undefined> {
  const { delivery, entry } = example(jobId, body)
  return (await inbox.accept(delivery, [entry]))[0]
}

export function done({ progress }: ClaimedEntry): Verdict {
  return { state: 'done', progress }
}

/** Resolves as soon as something that another process does holds; the patience of the test is the limit. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 5))
}
