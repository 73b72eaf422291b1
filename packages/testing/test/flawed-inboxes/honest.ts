import {
  type Acceptance,
  attach,
  type ClaimedEntry,
  createWorker,
  type Inbox,
  isLate,
  type NewEntry,
  noProgress,
  type Process,
  restart,
  type StoredDelivery,
  type Verdict,
  WebhookError,
  type Worker,
  type WorkOptions,
} from '@stt-webhooks/core/inbox'
import type { InboxSettings } from '@stt-webhooks/testing'
import { type Disk, isTaken, leaseMs, type Row } from './disk.ts'
import { HonestLedger } from './ledger.ts'
import { HonestQuery } from './query.ts'

const day = 24 * 60 * 60 * 1000

type Staged = Map<string, Row>

/** As a durable inbox should be, on a disk that is none; the flawed ones override one step of it. */
export class HonestInbox implements Inbox {
  readonly name = 'model'
  readonly durable = true
  readonly disk: Disk
  readonly settings: InboxSettings
  readonly query: HonestQuery
  readonly jobs: HonestLedger
  private worker: Worker | undefined

  constructor(disk: Disk, settings: InboxSettings) {
    this.disk = disk
    this.settings = settings
    this.jobs = this.createLedger()
    this.query = this.createQuery()
    disk.living.add(this)
  }

  async accept(
    delivery: StoredDelivery | undefined,
    entries: readonly NewEntry[],
  ): Promise<readonly Acceptance[]> {
    this.assertRoom()
    const staged: Staged = new Map()
    const answers = entries.map((entry) => this.acceptOne(delivery, entry, staged))
    this.commit(staged)
    this.notify()
    return answers
  }

  async work(process: Process, options: WorkOptions): Promise<Worker> {
    const source = {
      claim: (limit: number) => this.claim(limit),
      settle: ({ id }: ClaimedEntry, verdict: Verdict) => this.settle(id, verdict),
      nextDue: () => this.nextDue(),
    }
    const worker = createWorker(source, process, options, () => {
      this.disk.workers.delete(this)
      this.disk.watchers.delete(worker.wake)
    })
    this.worker = worker
    this.disk.workers.set(this, this.now())
    this.disk.watchers.add(worker.wake)
    return worker
  }

  async close(): Promise<void> {}

  /** As if the process had been killed. */
  crash(): void {
    this.disk.living.delete(this)
    if (this.worker === undefined) return
    this.disk.watchers.delete(this.worker.wake)
    const seen = this.disk.workers.get(this)
    // It does not wait for handlers that hang; the disk hears nothing of its end.
    void this.worker.stop().then(() => seen !== undefined && this.disk.workers.set(this, seen))
  }

  now(): number {
    return this.settings.now()
  }

  isAlive(): boolean {
    return this.disk.living.has(this)
  }

  protected createQuery(): HonestQuery {
    return new HonestQuery(this)
  }

  protected createLedger(): HonestLedger {
    return new HonestLedger(this)
  }

  protected assertRoom(): void {
    const pending = [...this.disk.rows.values()].filter(({ state }) => state === 'pending').length
    if (pending >= (this.settings.maxPending ?? 1_000_000)) throw new WebhookError('overloaded', 'Full.')
  }

  protected acceptOne(delivery: StoredDelivery | undefined, entry: NewEntry, staged: Staged): Acceptance {
    const known = staged.get(entry.id) ?? this.disk.rows.get(entry.id)
    if (known === undefined) {
      const rivals = [...this.disk.rows.values(), ...staged.values()].filter(
        ({ job }) => job !== undefined && job === entry.job,
      )
      const isStale = this.isLate(entry, Math.max(-1, ...rivals.map(({ rank }) => rank)))
      staged.set(entry.id, this.rowOf(delivery, entry, isStale))
      return isStale ? 'stale' : 'accepted'
    }
    const isCopy = known.deliveries.some(({ checksum }) => checksum === delivery?.checksum)
    if (isCopy || delivery === undefined || known.json === undefined || entry.event === undefined)
      return 'duplicate'
    staged.set(entry.id, this.attached(known, entry, delivery))
    return 'attached'
  }

  protected isLate(entry: NewEntry, highestRank: number): boolean {
    return isLate(entry, highestRank)
  }

  protected rowOf(delivery: StoredDelivery | undefined, entry: NewEntry, isStale: boolean): Row {
    const { event, ...rest } = entry
    const origin = delivery ?? event
    if (origin === undefined) throw new TypeError('An entry needs a delivery or an event.')
    const { endpoint, provider, receivedAt } = origin
    return {
      ...{ ...rest, endpoint, provider, receivedAt },
      json: event && JSON.stringify(event),
      deliveries: delivery === undefined ? [] : [this.stored(delivery)],
      state: isStale ? 'stale' : event === undefined ? 'quarantined' : 'pending',
      ...{ dueAt: this.now(), progress: noProgress, reread: false, claims: 0, revision: 0 },
      ...{ product: event?.product, jobId: event?.jobId, type: event?.type, lease: undefined },
    }
  }

  protected stored(delivery: StoredDelivery): StoredDelivery {
    return delivery
  }

  protected attached(known: Row, { event }: NewEntry, delivery: StoredDelivery): Row {
    if (known.json === undefined || event === undefined) return known
    const isDead = known.state === 'dead'
    return {
      ...known,
      json: JSON.stringify(attach(JSON.parse(known.json), event)),
      deliveries: [...known.deliveries, this.stored(delivery)],
      revision: known.revision + 1,
      dueAt: this.now(),
      ...(isDead
        ? { state: 'pending', reason: undefined, progress: restart(known.progress, 'unfinished') }
        : {}),
    }
  }

  protected commit(staged: Staged): void {
    for (const [id, row] of staged) this.disk.rows.set(id, row)
  }

  notify(): void {
    for (const wake of this.disk.watchers) wake()
  }

  protected claim(limit: number): readonly ClaimedEntry[] {
    if (!this.isAlive()) return []
    this.disk.workers.set(this, this.now())
    this.prune()
    this.jobs.prune(this.settings.keepIdsMs ?? 30 * day)
    const claimed: ClaimedEntry[] = []
    for (const row of this.due()) {
      if (claimed.length === limit) break
      if (this.isBlocked(row)) continue
      const taken = { ...row, claims: row.claims + 1, lease: { owner: this, at: this.now() } }
      this.disk.rows.set(row.id, taken)
      claimed.push(this.claimedOf(taken))
    }
    return claimed
  }

  /** The longest due first. */
  protected due(): readonly Row[] {
    return [...this.disk.rows.values()]
      .filter((row) => row.state === 'pending' && row.dueAt <= this.now() && !this.isTaken(row))
      .sort((one, other) => one.dueAt - other.dueAt)
  }

  protected isTaken(row: Row): boolean {
    return isTaken(row, this.disk, this.now())
  }

  protected isBlocked({ job }: Row): boolean {
    if (job === undefined) return false
    return [...this.disk.rows.values()].some((other) => other.job === job && this.isTaken(other))
  }

  protected claimedOf({ id, json, lease, ...row }: Row): ClaimedEntry {
    const { endpoint, progress, reread, claims, deliveries } = row
    const event = json === undefined ? undefined : JSON.parse(json)
    this.revisions.set(id, row.revision)
    return { id, endpoint, progress, reread, claims, event, deliveries: async () => deliveries }
  }

  protected readonly revisions: Map<string, number> = new Map()

  protected settle(id: string, verdict: Verdict): void {
    const row = this.disk.rows.get(id)
    if (!this.isAlive() || row === undefined || row.lease?.owner !== this) return
    const { state, progress, dueAt = this.now(), reason, event } = verdict
    const settled: Row = {
      ...{ ...row, state, progress, dueAt, reason },
      ...{ claims: 0, reread: this.isReadLater(row, verdict), lease: undefined },
    }
    const merged = event && this.merged(event, row)
    this.disk.rows.set(id, merged ? { ...settled, json: JSON.stringify(merged), type: merged.type } : settled)
    this.notify()
  }

  protected isReadLater({ reread }: Row, { state, event }: Verdict): boolean {
    return reread && state === 'pending' && event === undefined
  }

  protected merged(event: NonNullable<Verdict['event']>, row: Row): NonNullable<Verdict['event']> {
    const isCurrent = this.revisions.get(row.id) === row.revision
    return isCurrent || row.json === undefined ? event : attach(event, JSON.parse(row.json))
  }

  private nextDue(): number | undefined {
    const times = [...this.disk.rows.values()]
      .filter((row) => row.state === 'pending' && !this.isTaken(row))
      .map(({ dueAt }) => dueAt)
    return times.length === 0 ? undefined : Math.min(...times) - this.now()
  }

  protected prune(): void {
    const { keepBodiesMs = 7 * day, keepIdsMs = 30 * day } = this.settings
    for (const row of this.disk.rows.values()) {
      if (!this.expires(row)) continue
      const age = this.now() - Date.parse(row.receivedAt)
      if (age >= keepIdsMs) this.disk.rows.delete(row.id)
      else if (age >= keepBodiesMs) this.disk.rows.set(row.id, { ...row, json: undefined, deliveries: [] })
    }
  }

  protected expires({ state }: Row): boolean {
    return state === 'done' || state === 'stale'
  }

  workers(): number {
    return [...this.disk.workers].filter(
      ([worker, seen]) => this.disk.living.has(worker) || this.now() - seen < leaseMs,
    ).length
  }
}
