import { hash } from 'node:crypto'
import type { Acceptance, Inbox, NewEntry, StoredDelivery } from '@stt-webhooks/core/inbox'
import { fakeEvent } from '@stt-webhooks/testing'

export const idOf = (jobId: string): string => `evt_${hash('sha256', jobId)}`

export interface SampleOptions {
  readonly text?: string
  readonly now?: number
}

export interface Sample {
  readonly delivery: StoredDelivery
  readonly entry: NewEntry
}

/** A delivery that says that a job is done, and its event. */
export function sample(jobId: string, { text = jobId, now = Date.now() }: SampleOptions = {}): Sample {
  const receivedAt = new Date(now).toISOString()
  const raw = { id: jobId, text }
  const body = Buffer.from(JSON.stringify(raw))
  return {
    delivery: {
      ...{ endpoint: 'fake', provider: 'fake', method: 'POST', url: '/webhooks/stt/fake', body, receivedAt },
      ...{ headers: { 'content-type': 'application/json' }, verifiedBy: 'secret' },
      checksum: hash('sha256', body),
    },
    entry: {
      id: idOf(jobId),
      event: fakeEvent('transcript.completed', { id: idOf(jobId), jobId, raw, receivedAt }),
      job: JSON.stringify(['fake', jobId, 'fake']),
      rank: 2,
    },
  }
}

export async function put(
  inbox: Inbox,
  jobId: string,
  options: SampleOptions = {},
): Promise<Acceptance | undefined> {
  const { delivery, entry } = sample(jobId, options)
  return (await inbox.accept(delivery, [entry]))[0]
}
