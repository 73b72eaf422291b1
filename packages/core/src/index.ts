export type { Callback, CallbackOptions } from './callback.ts'
export type { EventOf, Provider, ProviderList } from './contract.ts'
export { isWebhookError, WebhookError, type WebhookErrorCode } from './error.ts'
export type * from './event.ts'
export { eventTypes } from './event.ts'
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
export { createReceiver, type Receipt, type Receiver } from './receiver/receiver.ts'
export type { WebhookRequest, WebhookResponse } from './request.ts'
export type { Transcript, Utterance, Word } from './transcript.ts'
export type { Secret, SecretRequest } from './verify/secret.ts'
export type { VerifiedBy } from './verify/verification.ts'
