/** For authors of providers: the contract, ready-made verifiers, and lenient reading. */
export { isCallbackUrl } from './callback.ts'
export type {
  ApiCall,
  Authentication,
  Classification,
  DeliveryParts,
  EventDraft,
  EventKey,
  HookReport,
  JobName,
  JobReport,
  Provider,
  ProviderAnswers,
  ProviderApi,
  ProviderOptions,
  ReadEvent,
  Reading,
} from './contract.ts'
export { WebhookError } from './error.ts'
export type * from './event.ts'
export { eventId } from './event-id.ts'
export type { MaybePromise } from './maybe-promise.ts'
export {
  isoTime,
  isRecord,
  type JsonRecord,
  listAt,
  metadataFrom,
  numberAt,
  stringAt,
} from './read/json.ts'
export { parseJson, redact, redactUrl, redactUrlsIn } from './read/redact.ts'
export { createDelivery, type DeliverySource } from './receiver/delivery.ts'
export type { Delivery, RequestBody, WebhookResponse } from './request.ts'
export type { Transcript, Utterance, Word } from './transcript.ts'
export { allOf, anyOf } from './verify/combine.ts'
export { type HmacOptions, hmac } from './verify/hmac.ts'
export type { Secret, SecretRequest } from './verify/secret.ts'
export { basic, bearer, headerSecret, type SharedSecretOptions, urlToken } from './verify/shared-secret.ts'
export { isSignedUrl, type SignedUrl, signedUrl } from './verify/signed-url.ts'
export { type SecondFactor, sourceAddresses } from './verify/source-addresses.ts'
export { type StandardWebhooksOptions, standardWebhooks } from './verify/standard-webhooks.ts'
export {
  parseTimestampedHeader,
  type TimestampedHmacOptions,
  timestampedHmac,
} from './verify/timestamped-hmac.ts'
export {
  type Refused,
  refused,
  unauthenticated,
  type Verification,
  type Verified,
  type VerifiedBy,
  type Verifier,
  type VerifyContext,
} from './verify/verification.ts'
