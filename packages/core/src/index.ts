export type { Callback, CallbackOptions } from './callback.ts'
export { type Config, defineConfig, type SweepingConfig } from './config.ts'
export type { EventOf, HandledEvent, HookReport, Provider, ProviderList } from './contract.ts'
export { isWebhookError, WebhookError, type WebhookErrorCode } from './error.ts'
export type * from './event.ts'
export { eventTypes } from './event.ts'
export type { EntryState, Inbox, StoredDelivery } from './inbox/contract.ts'
export type { ExpectedJob, JobLedger, JobState } from './inbox/jobs.ts'
export { inboxMemory, type MemoryInbox, type MemoryInboxOptions } from './inbox/memory.ts'
export type { HandlerProgress } from './inbox/progress.ts'
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
export type { RetryOptions } from './receiver/backoff.ts'
export type {
  ErrorContext,
  ErrorListener,
  Handler,
  HandlerContext,
  HandlerOptions,
  HandlerResult,
  Logger,
  Outcome,
  ReceiverOptions,
  Unsubscribe,
} from './receiver/options.ts'
export type { Receipt } from './receiver/receipt.ts'
export { createReceiver, type Receiver, type SweepingOptions } from './receiver/receiver.ts'
export type { WebhookRequest, WebhookResponse } from './request.ts'
export type { Jobs, JobToExpect } from './sweep/expected.ts'
export type { EndpointHealth, Health } from './sweep/health.ts'
export type { EndpointSweep, SweepOptions, SweepSettings, Undelivered } from './sweep/options.ts'
export type { Sweeper } from './sweep/sweeper.ts'
export type { Transcript, Utterance, Word } from './transcript.ts'
export type { Secret, SecretRequest } from './verify/secret.ts'
export type { VerifiedBy } from './verify/verification.ts'
