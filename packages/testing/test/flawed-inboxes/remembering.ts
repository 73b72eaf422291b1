import { setImmediate } from 'node:timers/promises'
import type { ExpectedJob, JobKey } from '@stt-webhooks/core/inbox'
import type { HonestInbox } from './honest.ts'
import { HonestLedger } from './ledger.ts'
import { rememberedBy } from './remembered-by.ts'

type Update = Parameters<HonestLedger['update']>

/** Reads, changes and writes in three steps: of two at once one is lost. */
export const losesUpdates: typeof HonestInbox = rememberedBy(
  class extends HonestLedger {
    override async update(key: JobKey, change: Update[1]): Promise<ExpectedJob | undefined> {
      const number = this.find(key)
      const known = number === undefined ? undefined : this.disk.jobs.get(number)
      await setImmediate()
      const changed = change(known)
      if (changed !== undefined) this.disk.jobs.set(number ?? this.nextNumber(), changed)
      return changed ?? known
    }
  },
)

/** Changes a job that is known in one step, and looks for one that is not in another: the first news make two records. */
export const insertsTwice: typeof HonestInbox = rememberedBy(
  class extends HonestLedger {
    override async update(key: JobKey, change: Update[1]): Promise<ExpectedJob | undefined> {
      if (this.find(key) !== undefined) return await super.update(key, change)
      await setImmediate()
      const changed = change(undefined)
      if (changed !== undefined) this.disk.jobs.set(this.nextNumber(), changed)
      return changed
    }
  },
)

/** Makes a new record of a job when its id becomes known. */
export const adoptsNoId: typeof HonestInbox = rememberedBy(
  class extends HonestLedger {
    override async update(key: JobKey, change: Update[1]): Promise<ExpectedJob | undefined> {
      const known = await super.update(key, () => undefined)
      const changed = change(known)
      if (changed === undefined || known?.jobId === changed.jobId) return await super.update(key, change)
      this.disk.jobs.set(this.nextNumber(), changed)
      return changed
    }
  },
)

export const looksForTheReferenceFirst: typeof HonestInbox = rememberedBy(
  class extends HonestLedger {
    protected override find({ endpoint, jobId, reference }: JobKey): number | undefined {
      return super.find({ endpoint, reference }) ?? super.find({ endpoint, jobId })
    }
  },
)

/** Asks for what is over again and again. */
export const listsTheFinal: typeof HonestInbox = rememberedBy(
  class extends HonestLedger {
    protected override isOver(): boolean {
      return false
    }
  },
)

export const knowsOnlySomeEnds: typeof HonestInbox = rememberedBy(
  class extends HonestLedger {
    protected override isOver({ state }: ExpectedJob): boolean {
      return state === 'completed' || state === 'failed'
    }
  },
)

/** In the order in which they were submitted. */
export const opensTheOldestFirst: typeof HonestInbox = rememberedBy(
  class extends HonestLedger {
    override async open(endpoint: string, until: number, limit: number): Promise<readonly ExpectedJob[]> {
      const due = this.openOf(endpoint).filter(({ checkAt }) => checkAt <= until)
      return due.slice(0, limit)
    }
  },
)

export const expiresTheOpen: typeof HonestInbox = rememberedBy(
  class extends HonestLedger {
    protected override expires(): boolean {
      return true
    }
  },
)

/** Looks for entries that were or are worked on. */
export const forgetsTheStale: typeof HonestInbox = rememberedBy(
  class extends HonestLedger {
    override async unknown(ids: readonly string[]): Promise<readonly string[]> {
      return ids.filter((id) => (this.disk.rows.get(id)?.state ?? 'stale') === 'stale')
    }
  },
)

/** Takes an entry without its body for none. */
export const forgetsWithTheBody: typeof HonestInbox = rememberedBy(
  class extends HonestLedger {
    override async unknown(ids: readonly string[]): Promise<readonly string[]> {
      return ids.filter((id) => (this.disk.rows.get(id)?.deliveries.length ?? 0) === 0)
    }
  },
)
