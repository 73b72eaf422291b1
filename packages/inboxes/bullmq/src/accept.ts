import { Buffer, isUtf8 } from 'node:buffer'
import {
  type Acceptance,
  type AnyEvent,
  attach,
  createPendingLimit,
  isLate,
  type NewEntry,
  noProgress,
  type Progress,
  packEvent,
  restart,
  type StoredDelivery,
} from '@stt-webhooks/core/inbox'
import { createBatch } from './batch.ts'
import { unpack } from './deliveries.ts'
import type { About } from './entries.ts'
import type { Settings } from './options.ts'
import type { ScriptCall } from './scripts.ts'
import type { Store } from './store.ts'

const maxTextBytes = 32_768

/** An entry with what is stored of it already, put together. */
interface Merged {
  readonly version: string
  readonly event: AnyEvent
  readonly progress: Progress
}

/**
 * Accepting. A key that claims an event and a BullMQ job that is added after it would leave a gap in which a process can die, to be closed by
 * a short claim that is prolonged after the adding. There is no gap here: the entry, which is the claim, its content, and BullMQ's job are
 * written by one transaction. Whatever a process leaves by dying is all of it, and then a copy is a duplicate of what will be worked
 * on, or nothing, and then a copy is new. Two copies at once are one after the other for Redis.
 */
export function createAccept(
  store: Store,
  { maxPending, now, onStep }: Settings,
): (delivery: StoredDelivery, entries: readonly NewEntry[]) => Promise<readonly Acceptance[]> {
  const batch = createBatch(store, () => onStep('sent'))
  const limit = createPendingLimit(
    maxPending,
    async () => (await store.redis()).zcard(`${store.base}s:pending`),
    now,
  )

  return async function accept(delivery, entries) {
    await limit.check()
    onStep('checked')
    const tickets = entries
      .filter(({ event }) => event !== undefined)
      .map(({ id, event }) => ({ id, name: event?.type ?? 'event' }))
    const merged = new Map<number, Merged>()
    for (;;) {
      const args = toArgs(delivery, entries, merged, now())
      const [outcome, ...rest] = texts(await batch.send({ args, entries: entries.length, tickets }))
      if (outcome === 'ok') {
        const acceptances = rest.map(toAcceptance)
        limit.add(acceptances.filter((one) => one === 'accepted').length)
        onStep('stored')
        return acceptances
      }
      merge(entries, rest, merged)
      onStep('read')
    }
  }
}

function toArgs(
  delivery: StoredDelivery,
  entries: readonly NewEntry[],
  merged: ReadonlyMap<number, Merged>,
  now: number,
): ScriptCall['args'] {
  const { body, ...about } = delivery
  const args = [now, Date.parse(delivery.receivedAt), delivery.checksum, JSON.stringify(about), toArg(body)]
  for (const [index, entry] of entries.entries()) addArgs(args, delivery, entry, merged.get(index))
  return args
}

/** What is text goes as text, unless it is long: ioredis takes much longer to write a command that has a buffer among its arguments. */
function toArg({ buffer, byteOffset, byteLength }: Uint8Array): string | Buffer {
  const bytes = Buffer.from(buffer, byteOffset, byteLength)
  return byteLength <= maxTextBytes && isUtf8(bytes) ? bytes.toString('utf8') : bytes
}

function addArgs(
  args: (string | number | Buffer)[],
  delivery: StoredDelivery,
  entry: NewEntry,
  merged: Merged | undefined,
): void {
  const { id, event, reason = '', job = '', rank } = entry
  const { endpoint, provider, receivedAt } = delivery
  const { product, jobId, type } = event ?? {}
  // One value, because it never changes.
  const about: About = { endpoint, provider, receivedAt, product, jobId, type }
  const mayBeLate = isLate(entry, Number.POSITIVE_INFINITY) ? '1' : ''
  args.push(id, JSON.stringify(about), packEvent(entry) ?? '', reason)
  args.push(jobId ?? job, job, rank, mayBeLate, merged?.version ?? '')
  if (merged === undefined) return
  args.push(JSON.stringify(merged.event), merged.event.type, JSON.stringify(merged.progress))
}

/** Six values for each entry that lacks them: its number, and the stored event, version, progress and first delivery. */
function merge(entries: readonly NewEntry[], values: readonly string[], merged: Map<number, Merged>): void {
  for (let at = 0; at < values.length; at += 6) {
    const [number, stored = '', version = '', progress = '', d0 = '', b0 = ''] = values.slice(at, at + 6)
    const event = entries[Number(number)]?.event
    if (event === undefined) continue
    const earlier = unpack(stored, d0, b0)
    merged.set(Number(number), {
      version,
      event: earlier === undefined ? event : attach(earlier, event),
      progress: progress === '' ? noProgress : restart(JSON.parse(progress), 'unfinished'),
    })
  }
}

function toAcceptance(text: string): Acceptance {
  if (text === 'accepted' || text === 'attached' || text === 'stale') return text
  return 'duplicate'
}

function texts(answer: unknown): readonly string[] {
  return Array.isArray(answer) ? answer.map(String) : []
}
