/** For authors of inboxes: the contract, and what most stores share. */
export { WebhookError } from './error.ts'
export type { AnyEvent, EventType } from './event.ts'
export type {
  Acceptance,
  ClaimedEntry,
  EntryState,
  Inbox,
  NewEntry,
  Process,
  StoredDelivery,
  Verdict,
  Worker,
  WorkOptions,
} from './inbox/contract.ts'
export { attach, isLate } from './inbox/entry.ts'
export { fromCursor, type Position, pageSize, replayStates, statesOf, toCursor } from './inbox/filter.ts'
export { type ExpectedJob, isFinal, type JobKey, type JobLedger, type JobState } from './inbox/jobs.ts'
export { isPacked, type PackedEvent, packEvent, unpackEvent } from './inbox/pack.ts'
export { createPendingLimit, type PendingLimit } from './inbox/pending-limit.ts'
export { type HandlerProgress, noProgress, type Progress, restart } from './inbox/progress.ts'
export type {
  EntryDetails,
  EntryFilter,
  EntryPage,
  EntrySummary,
  InboxQuery,
  InboxStats,
  ReplayFilter,
  Retention,
} from './inbox/query.ts'
export { createWorker, type WorkSource } from './inbox/worker.ts'
export { positive } from './receiver/options.ts'
