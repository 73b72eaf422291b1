import { hash } from 'node:crypto'
import type { AnyEvent, Phase } from '../event.ts'
import { isRecord } from '../read/json.ts'
import type { Transcript } from '../transcript.ts'
import type { NewEntry, StoredDelivery } from './contract.ts'

const ranks: Readonly<Record<Phase, number>> = { created: 0, processing: 1, ended: 2, deleted: 3 }

/** What an inbox stores of an event. */
export function entryOf(event: AnyEvent): NewEntry {
  const { id } = event
  // That a job is late says nothing of how far it is.
  if (event.type === 'transcript.overdue') return { id, event, rank: ranks.created }
  return { id, event, job: jobOf(event), rank: ranks[phaseOf(event)] }
}

/** What an inbox stores of a delivery that cannot be read; the same for every copy of it. */
export function unreadableEntry(delivery: StoredDelivery, reason: string): NewEntry {
  const { endpoint, url, checksum } = delivery
  const id = `dlv_${hash('sha256', JSON.stringify([endpoint, url, checksum]))}`
  return { id, reason, rank: ranks.ended }
}

/** True for news of a job that an entry of the given rank has overtaken; how a job ended is never late. */
export function isLate(entry: Pick<NewEntry, 'rank'>, highestRank: number): boolean {
  return entry.rank < ranks.ended && entry.rank < highestRank
}

/** One stored event out of two copies that differ: what the later one says, and whatever only the earlier one has. */
export function attach(earlier: AnyEvent, later: AnyEvent): AnyEvent {
  // What an event turned out to be stands: a notice that leaves the outcome open does not take it back.
  const base = later.type === 'transcript.ended' ? earlier : later
  const { receivedAt, source } = earlier
  const metadata = { ...earlier.metadata, ...later.metadata }
  const merged = { ...base, metadata, raw: bothOf(earlier.raw, later.raw), receivedAt, source }
  const transcripts = transcriptsOf(later) ?? transcriptsOf(earlier)
  return transcripts === undefined || !canHold(merged) ? merged : { ...merged, transcripts }
}

function bothOf(earlier: unknown, later: unknown): unknown {
  if (isRecord(earlier) && isRecord(later)) return { ...earlier, ...later }
  return later === undefined || later === null || later === '' ? earlier : later
}

type Transcribed = Extract<AnyEvent, { readonly transcripts?: readonly Transcript[] | undefined }>

function canHold(event: AnyEvent): event is Transcribed {
  return ['transcript.completed', 'transcript.failed', 'transcript.ended'].includes(event.type)
}

function transcriptsOf(event: AnyEvent): readonly Transcript[] | undefined {
  return 'transcripts' in event ? event.transcripts : undefined
}

function jobOf({ endpoint, jobId, product }: AnyEvent): string | undefined {
  return jobId === undefined ? undefined : JSON.stringify([endpoint, jobId, product])
}

function phaseOf(event: AnyEvent): Phase {
  return event.type === 'transcript.progressed' || event.type === 'job.progressed' ? event.phase : 'ended'
}
