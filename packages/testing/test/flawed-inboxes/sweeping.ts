import type { HonestInbox } from './honest.ts'
import { HonestLedger } from './ledger.ts'
import { rememberedBy } from './remembered-by.ts'

export const keepsMarksInTheProcess: typeof HonestInbox = rememberedBy(
  class extends HonestLedger {
    private readonly own = new Map<string, string>()

    override async mark(name: string): Promise<string | undefined> {
      return this.own.get(name)
    }

    override async setMark(name: string, value: string): Promise<void> {
      this.own.set(name, value)
    }
  },
)

/** Whoever sends refused deliveries fills the disk. */
export const keepsEveryHint: typeof HonestInbox = rememberedBy(
  class extends HonestLedger {
    override async hint(endpoint: string, jobId: string): Promise<void> {
      const others = this.hintsOf(endpoint).filter((other) => other !== jobId)
      this.disk.hints.set(endpoint, [...others, jobId])
    }
  },
)

/** When it is full, no newer hint is kept. */
export const keepsTheOldestHints: typeof HonestInbox = rememberedBy(
  class extends HonestLedger {
    override async hint(endpoint: string, jobId: string): Promise<void> {
      if (this.hintsOf(endpoint).length < 1_000) await super.hint(endpoint, jobId)
    }
  },
)

export const neverTakesHintsOut: typeof HonestInbox = rememberedBy(
  class extends HonestLedger {
    override async takeHints(endpoint: string): Promise<readonly string[]> {
      return this.hintsOf(endpoint)
    }
  },
)

export const erasesNoHints: typeof HonestInbox = rememberedBy(
  class extends HonestLedger {
    override erase(endpoint: string, jobId: string): void {
      const hints = this.hintsOf(endpoint)
      super.erase(endpoint, jobId)
      this.disk.hints.set(endpoint, hints)
    }
  },
)

export const neverGivesBackAName: typeof HonestInbox = rememberedBy(
  class extends HonestLedger {
    override async exclusively<T>(
      name: string,
      work: () => Promise<T>,
    ): Promise<{ readonly result: T } | undefined> {
      if (this.isRunning(name)) return undefined
      this.disk.runs.set(name, { owner: this.inbox, at: this.inbox.now() })
      return { result: await work() }
    }
  },
)

/** Work that fails keeps its name. */
export const keepsTheNameOfTheFailed: typeof HonestInbox = rememberedBy(
  class extends HonestLedger {
    override async exclusively<T>(
      name: string,
      work: () => Promise<T>,
    ): Promise<{ readonly result: T } | undefined> {
      if (this.isRunning(name)) return undefined
      this.disk.runs.set(name, { owner: this.inbox, at: this.inbox.now() })
      const result = await work()
      this.disk.runs.delete(name)
      return { result }
    }
  },
)

/** A killed process has its name for ever. */
export const neverInheritsAName: typeof HonestInbox = rememberedBy(
  class extends HonestLedger {
    protected override isRunning(name: string): boolean {
      return this.disk.runs.has(name)
    }
  },
)

export const runsOnceAProcess: typeof HonestInbox = rememberedBy(
  class extends HonestLedger {
    protected override isRunning(name: string): boolean {
      return this.disk.runs.get(name)?.owner === this.inbox
    }
  },
)

/** One sweep at a time, of whichever endpoint. */
export const knowsOneName: typeof HonestInbox = rememberedBy(
  class extends HonestLedger {
    override exclusively<T>(
      _name: string,
      work: () => Promise<T>,
    ): Promise<{ readonly result: T } | undefined> {
      return super.exclusively('work', work)
    }
  },
)

/** The dead give back what somebody else has by now. */
export const givesBackWhatIsNotItsOwn: typeof HonestInbox = rememberedBy(
  class extends HonestLedger {
    override async exclusively<T>(
      name: string,
      work: () => Promise<T>,
    ): Promise<{ readonly result: T } | undefined> {
      if (this.isRunning(name)) return undefined
      this.disk.runs.set(name, { owner: this.inbox, at: this.inbox.now() })
      try {
        return { result: await work() }
      } finally {
        this.disk.runs.delete(name)
      }
    }
  },
)
