import { type ExpectedJob, isFinal, type JobKey, type JobLedger } from '@stt-webhooks/core/inbox'
import { type Disk, isTaken } from './disk.ts'

/** What a ledger needs of its inbox. */
export interface Remembered {
  readonly disk: Disk
  now(): number
  isAlive(): boolean
}

type Change = (known: ExpectedJob | undefined) => ExpectedJob | undefined

/** As a durable ledger should be; the flawed ones override one step of it. */
export class HonestLedger implements JobLedger {
  protected readonly inbox: Remembered

  constructor(inbox: Remembered) {
    this.inbox = inbox
  }

  async update(key: JobKey, change: Change): Promise<ExpectedJob | undefined> {
    const number = this.find(key)
    const known = number === undefined ? undefined : this.disk.jobs.get(number)
    const changed = change(known)
    if (changed !== undefined) this.disk.jobs.set(number ?? this.nextNumber(), changed)
    return changed ?? known
  }

  async open(endpoint: string, until: number, limit: number): Promise<readonly ExpectedJob[]> {
    return this.openOf(endpoint)
      .filter(({ checkAt }) => checkAt <= until)
      .sort((one, other) => one.checkAt - other.checkAt)
      .slice(0, limit)
  }

  async count(endpoint: string): Promise<number> {
    return this.openOf(endpoint).length
  }

  async unknown(ids: readonly string[]): Promise<readonly string[]> {
    return ids.filter((id) => !this.disk.rows.has(id))
  }

  async mark(name: string): Promise<string | undefined> {
    return this.disk.marks.get(name)
  }

  async setMark(name: string, value: string): Promise<void> {
    this.disk.marks.set(name, value)
  }

  async hint(endpoint: string, jobId: string): Promise<void> {
    const others = this.hintsOf(endpoint).filter((other) => other !== jobId)
    this.disk.hints.set(endpoint, [...others, jobId].slice(-1_000))
  }

  async takeHints(endpoint: string): Promise<readonly string[]> {
    const taken = this.hintsOf(endpoint)
    this.disk.hints.delete(endpoint)
    return taken
  }

  async exclusively<T>(name: string, work: () => Promise<T>): Promise<{ readonly result: T } | undefined> {
    if (this.isRunning(name)) return undefined
    const lease = { owner: this.inbox, at: this.inbox.now() }
    this.disk.runs.set(name, lease)
    try {
      return { result: await work() }
    } finally {
      if (this.disk.runs.get(name) === lease && this.inbox.isAlive()) this.disk.runs.delete(name)
    }
  }

  erase(endpoint: string, jobId: string): void {
    for (const [number, job] of this.disk.jobs)
      if (job.endpoint === endpoint && job.jobId === jobId) this.disk.jobs.delete(number)
    const others = this.hintsOf(endpoint).filter((other) => other !== jobId)
    this.disk.hints.set(endpoint, others)
  }

  prune(keepMs: number): void {
    for (const [number, job] of this.disk.jobs)
      if (this.expires(job) && this.inbox.now() - Date.parse(job.submittedAt) >= keepMs)
        this.disk.jobs.delete(number)
  }

  protected get disk(): Disk {
    return this.inbox.disk
  }

  /** The number of a job's record. */
  protected find({ jobId, reference, endpoint }: JobKey): number | undefined {
    const own = [...this.disk.jobs].filter(([, job]) => job.endpoint === endpoint)
    const [number] =
      own.find(([, job]) => jobId !== undefined && job.jobId === jobId) ??
      own.find(([, job]) => reference !== undefined && job.reference === reference) ??
      []
    return number
  }

  protected nextNumber(): number {
    return Math.max(0, ...this.disk.jobs.keys()) + 1
  }

  protected openOf(endpoint: string): ExpectedJob[] {
    return [...this.disk.jobs.values()].filter((job) => job.endpoint === endpoint && !this.isOver(job))
  }

  protected isOver({ state }: ExpectedJob): boolean {
    return isFinal(state)
  }

  protected hintsOf(endpoint: string): readonly string[] {
    return this.disk.hints.get(endpoint) ?? []
  }

  protected isRunning(name: string): boolean {
    return isTaken({ lease: this.disk.runs.get(name) }, this.disk, this.inbox.now())
  }

  protected expires(job: ExpectedJob): boolean {
    return this.isOver(job)
  }
}
