import type { ClaimedEntry, Verdict, Worker, WorkOptions } from '@stt-webhooks/core/inbox'
import { noProgress, type Process } from '@stt-webhooks/core/inbox'
import type { Row } from './disk.ts'
import { HonestInbox } from './honest.ts'

/** A failed event counts as worked on: its retry never comes. */
export class BlocksTheRetry extends HonestInbox {
  protected override settle(id: string, verdict: Verdict): void {
    super.settle(id, verdict.state === 'pending' ? { ...verdict, state: 'done' } : verdict)
  }
}

/** Keeps a claim after its verdict. */
export class KeepsItsClaims extends HonestInbox {
  protected override settle(id: string, verdict: Verdict): void {
    const lease = this.disk.rows.get(id)?.lease
    super.settle(id, verdict)
    const row = this.disk.rows.get(id)
    if (row?.state === 'pending') this.disk.rows.set(id, { ...row, lease })
  }
}

export class ForgetsProgress extends HonestInbox {
  protected override settle(id: string, verdict: Verdict): void {
    super.settle(id, { ...verdict, progress: noProgress })
  }
}

export class ForgetsWhatWasLearnt extends HonestInbox {
  protected override settle(id: string, { event: _, ...verdict }: Verdict): void {
    super.settle(id, verdict)
  }
}

/** One look at the bytes has to do, whoever took it. */
export class ReadsAnewOnce extends HonestInbox {
  protected override isReadLater(): boolean {
    return false
  }
}

/** A verdict takes the place of what was attached since the claim. */
export class OverwritesTheAttached extends HonestInbox {
  protected override merged(event: NonNullable<Verdict['event']>): NonNullable<Verdict['event']> {
    return event
  }
}

export class BringsBackTheErased extends HonestInbox {
  private readonly lost = new Map<string, Row>()

  protected override claimedOf(row: Row): ClaimedEntry {
    this.lost.set(row.id, row)
    return super.claimedOf(row)
  }

  protected override settle(id: string, verdict: Verdict): void {
    const row = this.disk.rows.get(id) ?? this.lost.get(id)
    if (row !== undefined) this.disk.rows.set(id, row)
    super.settle(id, verdict)
  }
}

export class WorksOnOneJobTwice extends HonestInbox {
  protected override isBlocked(): boolean {
    return false
  }
}

/** Knows only its own claims. */
export class KnowsOnlyItsOwnJobs extends HonestInbox {
  protected override isBlocked({ job }: Row): boolean {
    const rows = [...this.disk.rows.values()]
    return job !== undefined && rows.some((row) => row.job === job && row.lease?.owner === this)
  }
}

/** One job at a time, whichever. */
export class WorksOnOneAtATime extends HonestInbox {
  protected override isBlocked(): boolean {
    return [...this.disk.rows.values()].some((row) => this.isTaken(row))
  }
}

/** A job waits for its oldest event, due or not. */
export class WaitsForTheRetry extends HonestInbox {
  protected override isBlocked(row: Row): boolean {
    const rows = [...this.disk.rows.values()]
    const isWaiting = rows.some(
      ({ job, state, dueAt }) => job === row.job && state === 'pending' && dueAt > this.now(),
    )
    return (row.job !== undefined && isWaiting) || super.isBlocked(row)
  }
}

export class TakesTooEarly extends HonestInbox {
  protected override due(): readonly Row[] {
    return [...this.disk.rows.values()].filter(
      (row) => row.state === 'pending' && row.dueAt <= this.now() + 1_000 && !this.isTaken(row),
    )
  }
}

export class TakesTheNewestFirst extends HonestInbox {
  protected override due(): readonly Row[] {
    return super.due().toReversed()
  }
}

export class TakesFromQuarantine extends HonestInbox {
  private readonly seen = new Set<string>()

  protected override due(): readonly Row[] {
    const kept = [...this.disk.rows.values()].filter(
      ({ id, state }) => state === 'quarantined' && !this.seen.has(id),
    )
    for (const { id } of kept) this.seen.add(id)
    return [...super.due(), ...kept]
  }
}

export class IgnoresConcurrency extends HonestInbox {
  protected override claim(): readonly ClaimedEntry[] {
    return super.claim(1_000)
  }
}

export class CountsNoClaims extends HonestInbox {
  protected override claimedOf(row: Row): ClaimedEntry {
    return { ...super.claimedOf(row), claims: 1 }
  }
}

export class CountsClaimsForEver extends HonestInbox {
  private readonly counts = new Map<string, number>()

  protected override claimedOf(row: Row): ClaimedEntry {
    const claims = (this.counts.get(row.id) ?? 0) + 1
    this.counts.set(row.id, claims)
    return { ...super.claimedOf(row), claims }
  }
}

/** Its end does not wait for what runs, and its verdicts are lost. */
export class DropsWhatRuns extends HonestInbox {
  private isStopped = false

  override async work(process: Process, options: WorkOptions): Promise<Worker> {
    const worker = await super.work(process, options)
    const stop = async () => {
      this.isStopped = true
      void worker.stop()
    }
    return { ...worker, stop }
  }

  protected override settle(id: string, verdict: Verdict): void {
    if (!this.isStopped) super.settle(id, verdict)
  }
}

export class ExpiresWhatIsPending extends HonestInbox {
  protected override expires({ state }: Row): boolean {
    return state === 'done' || state === 'stale' || state === 'pending'
  }
}

export class ExpiresTheDead extends HonestInbox {
  protected override expires({ state }: Row): boolean {
    return state !== 'pending'
  }
}

export class ExpiresNothing extends HonestInbox {
  protected override prune(): void {}
}

/** The id goes with the body. */
export class ForgetsIdsWithBodies extends HonestInbox {
  protected override prune(): void {
    super.prune()
    for (const { id, deliveries } of this.disk.rows.values())
      if (deliveries.length === 0) this.disk.rows.delete(id)
  }
}
