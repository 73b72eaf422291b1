import assert from 'node:assert/strict'
import type {
  Acceptance,
  ClaimedEntry,
  EntryDetails,
  Inbox,
  Process,
  Verdict,
} from '@stt-webhooks/core/inbox'
import type { Bench, OpenInbox } from './bench.ts'
import { type EntryOptions, entryOf, storedDelivery } from './example-job.ts'

export interface PutOptions extends EntryOptions {
  /** Two bodies are two deliveries. Default: one that names job and phase. */
  readonly body?: string | Uint8Array
}

/** Gives an inbox a delivery with one entry of a job, without a receiver. */
export async function put(
  { clock }: Bench,
  inbox: Inbox,
  jobId: string,
  options: PutOptions = {},
): Promise<Acceptance | undefined> {
  const { phase = 'ended', endpoint = 'example', body = JSON.stringify([jobId, phase]) } = options
  const delivery = storedDelivery(clock.now, { endpoint, body })
  const acceptances = await inbox.accept(delivery, [entryOf(jobId, { now: clock.now, ...options })])
  assert.equal(acceptances.length, 1, 'one entry was given, and not one answer came')
  return acceptances[0]
}

/** Gives an inbox a delivery that cannot be read. */
export async function putUnreadable({ clock }: Bench, inbox: Inbox, body: string): Promise<string> {
  const delivery = storedDelivery(clock.now, { body })
  const id = `dlv_${delivery.checksum}`
  const entry = { id, reason: 'of a later version', rank: 2 }
  assert.deepEqual(await inbox.accept(delivery, [entry]), ['accepted'])
  return id
}

export const done = ({ progress }: ClaimedEntry): Verdict => ({ state: 'done', progress })

/** A process that writes down what it was given. */
export interface Notes {
  readonly process: Process
  readonly claimed: readonly ClaimedEntry[]
  /** The ids of what was claimed, in order. */
  ids(): readonly string[]
}

export function noting(judge: (entry: ClaimedEntry) => Verdict | Promise<Verdict> = done): Notes {
  const claimed: ClaimedEntry[] = []
  return {
    claimed,
    ids: () => claimed.map(({ id }) => id),
    async process(entry) {
      claimed.push(entry)
      try {
        return await judge(entry)
      } catch (error) {
        // A process never rejects; the state tells that something was not as it should be.
        return { state: 'dead', progress: entry.progress, reason: `The suite says: ${error}` }
      }
    },
  }
}

/** What is stored under an id. */
export async function found({ query }: OpenInbox, id: string): Promise<EntryDetails> {
  const entry = await query.get(id)
  assert.ok(entry, `nothing is stored under ${id}`)
  return entry
}

/** As JSON would keep it, so that a property that is undefined equals one that is missing. */
export function plain<T>(value: T): T {
  return JSON.parse(JSON.stringify(value))
}
