import { Buffer } from 'node:buffer'
import { createHash } from 'node:crypto'
import type {
  ClaimedEntry,
  Inbox,
  NewEntry,
  Process,
  StoredDelivery,
  Verdict,
  Worker,
} from '@stt-webhooks/core/inbox'
import { fakeEvent } from '@stt-webhooks/testing'

export function delivery(now: number = Date.now(), text = '{}'): StoredDelivery {
  const body = Buffer.from(text)
  return {
    endpoint: 'fake',
    provider: 'fake',
    method: 'POST',
    url: '/webhooks/stt/fake',
    headers: {},
    body,
    checksum: createHash('sha256').update(body).digest('hex'),
    receivedAt: new Date(now).toISOString(),
    verifiedBy: 'signature',
  }
}

export function entry(id: string, { jobId = id }: { readonly jobId?: string } = {}): NewEntry {
  return { id, event: fakeEvent('transcript.completed', { id, jobId }), job: jobId, rank: 2 }
}

export function done({ progress }: ClaimedEntry): Verdict {
  return { state: 'done', progress }
}

export function workOn(inbox: Inbox, process: Process, errors: unknown[] = []): Promise<Worker> {
  return inbox.work(process, { concurrency: 5, onError: (error) => errors.push(error) })
}
