import type { JobReport } from '../contract.ts'
import type { AnyEvent } from '../event.ts'
import type { Inbox } from '../inbox/contract.ts'
import type { JobLedger } from '../inbox/jobs.ts'

export interface EndpointParts {
  readonly inbox: Inbox
  readonly ledger: JobLedger
  readonly signal: AbortSignal
  readonly dryRun: boolean
  /** Waits before a request for a single job. */
  turn(): Promise<void>
  now(): number
  isWanted(event: AnyEvent): boolean
}

/** What all parts of one endpoint's sweep do in the same way. */
export interface EndpointWork {
  /** Puts an event into the inbox, and tells the ledger. */
  emit(event: AnyEvent): Promise<void>
  /** Takes what the service says of a job that nobody has heard the end of. */
  take(report: JobReport | undefined): Promise<void>
  ask(jobId: string, product?: string): Promise<JobReport | undefined>
  /** Tells the ledger what the inbox holds under that id, if it holds anything. */
  noteStored(id: string): Promise<void>
  /** One job that cannot be read must not hold up the others. */
  each<T>(items: Iterable<T>, work: (item: T) => Promise<void>): Promise<void>
}
