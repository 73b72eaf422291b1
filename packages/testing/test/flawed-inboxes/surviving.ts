import { setImmediate } from 'node:timers/promises'
import type {
  Acceptance,
  NewEntry,
  Process,
  StoredDelivery,
  Verdict,
  Worker,
  WorkOptions,
} from '@stt-webhooks/core/inbox'
import type { InboxSettings } from '@stt-webhooks/testing'
import { createDisk, type Disk, type Row } from './disk.ts'
import { HonestInbox } from './honest.ts'

/** Nothing of it outlives the process, whatever it says. */
export class IsOnlyMemory extends HonestInbox {
  constructor(_disk: Disk, settings: InboxSettings) {
    super(createDisk(), settings)
  }
}

/** Answers, and lets the disk have it then. */
export class AnswersBeforeItStores extends HonestInbox {
  private readonly unwritten = new Set<string>()

  protected override commit(staged: Map<string, Row>): void {
    super.commit(staged)
    for (const id of staged.keys()) this.unwritten.add(id)
    void setImmediate().then(() => {
      for (const id of staged.keys()) this.unwritten.delete(id)
    })
  }

  override crash(): void {
    super.crash()
    for (const id of this.unwritten) this.disk.rows.delete(id)
  }
}

/** The store has the event, its queue only the process: a crash between claim and enqueue loses the work. */
export class LosesWhatWasNotQueued extends HonestInbox {
  private readonly queue = new Set<string>()

  override async accept(
    delivery: StoredDelivery | undefined,
    entries: readonly NewEntry[],
  ): Promise<readonly Acceptance[]> {
    const answers = await super.accept(delivery, entries)
    for (const [index, { id }] of entries.entries()) if (answers[index] === 'accepted') this.queue.add(id)
    this.notify()
    return answers
  }

  protected override due(): readonly Row[] {
    return super.due().filter(({ id, claims }) => this.queue.has(id) || claims > 0)
  }
}

/** What a killed process had claimed is claimed for ever. */
export class HoldsClaimsForEver extends HonestInbox {
  protected override isTaken({ lease }: Row): boolean {
    return lease !== undefined
  }
}

/** Takes what another living process works on. */
export class TakesFromTheLiving extends HonestInbox {
  protected override isTaken({ lease }: Row): boolean {
    return lease?.owner === this
  }
}

/** The dead speak. */
export class HearsTheDead extends HonestInbox {
  override isAlive(): boolean {
    return true
  }

  protected override settle(id: string, verdict: Verdict): void {
    const row = this.disk.rows.get(id)
    if (row !== undefined) this.disk.rows.set(id, { ...row, lease: { owner: this, at: this.now() } })
    super.settle(id, verdict)
  }
}

/** Hears only of what it accepted itself. */
export class WakesNobodyElse extends HonestInbox {
  private own: (() => void) | undefined

  override async work(process: Process, options: WorkOptions): Promise<Worker> {
    const worker = await super.work(process, options)
    this.disk.watchers.delete(worker.wake)
    this.own = worker.wake
    return worker
  }

  override notify(): void {
    this.own?.()
  }
}

/** Takes whoever once worked for one who works. */
export class CountsTheGone extends HonestInbox {
  override workers(): number {
    return this.disk.workers.size
  }
}
