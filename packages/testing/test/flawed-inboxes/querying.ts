import { fromCursor, type ReplayFilter } from '@stt-webhooks/core/inbox'
import type { Row } from './disk.ts'
import { HonestInbox } from './honest.ts'
import { HonestQuery } from './query.ts'

/** The honest inbox with another query. */
function searchedBy(Query: typeof HonestQuery): typeof HonestInbox {
  return class extends HonestInbox {
    protected override createQuery(): HonestQuery {
      return new Query(this)
    }
  }
}

/** A cursor of time alone leaves out what came at the same time. */
export const leavesOutTheSameTime: typeof HonestInbox = searchedBy(
  class extends HonestQuery {
    protected override after(cursor: string | undefined, rows: readonly Row[]): readonly Row[] {
      if (cursor === undefined) return rows
      return rows.filter(({ receivedAt }) => receivedAt < fromCursor(cursor).receivedAt)
    }
  },
)

/** A cursor that counts is moved by what arrives. */
export const countsItsPages: typeof HonestInbox = searchedBy(
  class extends HonestQuery {
    private seen = 0

    protected override after(cursor: string | undefined, rows: readonly Row[]): readonly Row[] {
      this.seen = cursor === undefined ? 0 : this.seen + 7
      return rows.slice(this.seen)
    }
  },
)

export const replaysEverything: typeof HonestInbox = searchedBy(
  class extends HonestQuery {
    protected override replayed(): readonly Row[] {
      return super.replayed({})
    }
  },
)

export const replaysOnePage: typeof HonestInbox = searchedBy(
  class extends HonestQuery {
    protected override replayed(filter: ReplayFilter): readonly Row[] {
      return super.replayed(filter).slice(0, 100)
    }
  },
)

export const replaysWhatIsStale: typeof HonestInbox = searchedBy(
  class extends HonestQuery {
    protected override replayed(filter: ReplayFilter): readonly Row[] {
      return this.select(filter).filter(({ state }) => state !== 'pending')
    }
  },
)

export const replaysWhatIsPending: typeof HonestInbox = searchedBy(
  class extends HonestQuery {
    protected override replayed(filter: ReplayFilter): readonly Row[] {
      return this.select(filter)
    }
  },
)

/** Hands out the stored event again instead of its bytes. */
export const replaysWithoutReading: typeof HonestInbox = searchedBy(
  class extends HonestQuery {
    override async replay(filter: ReplayFilter): Promise<number> {
      const count = await super.replay(filter)
      for (const row of this.select({ state: 'pending' }))
        this.inbox.disk.rows.set(row.id, { ...row, reread: false })
      return count
    }
  },
)

export const forgetsToWake: typeof HonestInbox = class extends HonestInbox {
  protected override createQuery(): HonestQuery {
    return new HonestQuery({
      disk: this.disk,
      jobs: this.jobs,
      now: () => this.now(),
      notify: () => undefined,
      workers: () => this.workers(),
    })
  }
}

/** Takes the last moment of a time for its first. */
export const includesTheEnd: typeof HonestInbox = searchedBy(
  class extends HonestQuery {
    protected override select({ until, ...filter }: ReplayFilter): Row[] {
      return super.select(until === undefined ? filter : { ...filter, until: new Date(until.getTime() + 1) })
    }
  },
)

/** Removes what the list shows, and leaves the bodies to whoever comes next. */
export class ErasesTheListOnly extends HonestInbox {
  protected override createQuery(): HonestQuery {
    const { disk } = this
    return new (class extends HonestQuery {
      override async erase(job: { endpoint: string; jobId: string }): Promise<number> {
        for (const { id, deliveries } of this.select(job)) disk.leftovers.set(id, deliveries)
        return await super.erase(job)
      }
    })(this)
  }

  protected override rowOf(...args: Parameters<HonestInbox['rowOf']>): Row {
    const row = super.rowOf(...args)
    return { ...row, deliveries: [...(this.disk.leftovers.get(row.id) ?? []), ...row.deliveries] }
  }
}

/** Takes a job of the same name elsewhere for the same. */
export const erasesOtherEndpoints: typeof HonestInbox = searchedBy(
  class extends HonestQuery {
    override async erase({ jobId }: { endpoint: string; jobId: string }): Promise<number> {
      const rows = this.select({ jobId })
      for (const { id } of rows) this.inbox.disk.rows.delete(id)
      return rows.length
    }
  },
)
