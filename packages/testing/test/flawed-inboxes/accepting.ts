import { Buffer } from 'node:buffer'
import { setImmediate } from 'node:timers/promises'
import type { Acceptance, NewEntry, StoredDelivery } from '@stt-webhooks/core/inbox'
import type { Row } from './disk.ts'
import { HonestInbox } from './honest.ts'

/** Looks up, goes to the disk, and inserts: two copies at once are both new. */
export class ChecksThenInserts extends HonestInbox {
  override async accept(
    delivery: StoredDelivery | undefined,
    entries: readonly NewEntry[],
  ): Promise<readonly Acceptance[]> {
    this.assertRoom()
    const staged = new Map<string, Row>()
    const answers = entries.map((entry) => this.acceptOne(delivery, entry, staged))
    await setImmediate()
    this.commit(staged)
    this.notify()
    return answers
  }
}

/** Remembers an id before its event is stored. */
export class ClaimsBeforeItStores extends HonestInbox {
  private readonly known = new Set<string>()

  protected override acceptOne(
    delivery: StoredDelivery | undefined,
    entry: NewEntry,
    staged: Map<string, Row>,
  ): Acceptance {
    const isKnown = this.known.has(entry.id) && !this.disk.rows.has(entry.id)
    this.known.add(entry.id)
    return isKnown ? 'duplicate' : super.acceptOne(delivery, entry, staged)
  }
}

/** Stores one entry after the other. */
export class StoresHalf extends HonestInbox {
  protected override acceptOne(
    delivery: StoredDelivery | undefined,
    entry: NewEntry,
    staged: Map<string, Row>,
  ): Acceptance {
    const answer = super.acceptOne(delivery, entry, staged)
    this.commit(staged)
    return answer
  }
}

/** Groups what comes at once, and fails all of it for one. */
export class FailsTheGroup extends HonestInbox {
  private group: Promise<boolean> | undefined
  private isBroken = false

  override async accept(
    delivery: StoredDelivery | undefined,
    entries: readonly NewEntry[],
  ): Promise<readonly Acceptance[]> {
    this.group ??= setImmediate().then(() => {
      this.group = undefined
      const { isBroken } = this
      this.isBroken = false
      return isBroken
    })
    const group = this.group
    try {
      JSON.stringify(entries)
    } catch {
      this.isBroken = true
    }
    if (await group) throw new Error('The transaction was rolled back.')
    return await super.accept(delivery, entries)
  }
}

/** Keeps what JSON meant, not what came. */
export class ForgetsTheBytes extends HonestInbox {
  protected override stored(delivery: StoredDelivery): StoredDelivery {
    try {
      const value: unknown = JSON.parse(Buffer.from(delivery.body).toString())
      return { ...delivery, body: Buffer.from(JSON.stringify(value)) }
    } catch {
      return delivery
    }
  }
}

export class DecodesToText extends HonestInbox {
  protected override stored(delivery: StoredDelivery): StoredDelivery {
    return { ...delivery, body: Buffer.from(Buffer.from(delivery.body).toString()) }
  }
}

export class ForgetsTheCallback extends HonestInbox {
  protected override stored({ callback: _, ...delivery }: StoredDelivery): StoredDelivery {
    return delivery
  }
}

export class KeepsNoNul extends HonestInbox {
  protected override rowOf(delivery: StoredDelivery | undefined, entry: NewEntry, isStale: boolean): Row {
    const row = super.rowOf(delivery, entry, isStale)
    return { ...row, json: row.json?.replaceAll('\\u0000', '') }
  }
}

export class DropsRicherCopies extends HonestInbox {
  protected override acceptOne(
    delivery: StoredDelivery | undefined,
    entry: NewEntry,
    staged: Map<string, Row>,
  ): Acceptance {
    const isKnown = staged.has(entry.id) || this.disk.rows.has(entry.id)
    return isKnown ? 'duplicate' : super.acceptOne(delivery, entry, staged)
  }
}

export class LeavesTheDeadDead extends HonestInbox {
  protected override attached(known: Row, entry: NewEntry, delivery: StoredDelivery): Row {
    const { state, progress, reason } = known
    return { ...super.attached(known, entry, delivery), state, progress, reason }
  }
}

export class AttachesForLater extends HonestInbox {
  protected override attached(known: Row, entry: NewEntry, delivery: StoredDelivery): Row {
    return { ...super.attached(known, entry, delivery), dueAt: known.dueAt }
  }
}

/** Runs everything again when more is attached. */
export class RunsTheDoneAgain extends HonestInbox {
  protected override attached(known: Row, entry: NewEntry, delivery: StoredDelivery): Row {
    return { ...super.attached(known, entry, delivery), state: 'pending' }
  }
}

export class EmitsLateNews extends HonestInbox {
  protected override isLate(): boolean {
    return false
  }
}

export class CallsTheEndLate extends HonestInbox {
  protected override isLate({ rank }: NewEntry, highestRank: number): boolean {
    return rank < highestRank
  }
}

export class IsNeverFull extends HonestInbox {
  protected override assertRoom(): void {}
}

/** Counts everything that it knows. */
export class StaysFull extends HonestInbox {
  protected override assertRoom(): void {
    super.assertRoom()
    if (this.disk.rows.size >= (this.settings.maxPending ?? 1_000_000)) throw new Error('Full.')
  }
}

export class LosesHeaders extends HonestInbox {
  protected override stored(delivery: StoredDelivery): StoredDelivery {
    return { ...delivery, headers: {} }
  }
}
