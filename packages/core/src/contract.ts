import type { AnyEvent, EventStamp, Metadata, Phase, TranscriptOverdue } from './event.ts'
import type { MaybePromise } from './maybe-promise.ts'
import type { Delivery, WebhookResponse } from './request.ts'
import type { Transcript } from './transcript.ts'
import type { Verification, VerifyContext } from './verify/verification.ts'

/**
 * What names a fact, so that every redelivery of it has the same event id. `'body'`: nothing in the delivery does, so its bytes must;
 * never for deliveries whose body may be empty, or all of them would be one.
 */
export type EventKey = { readonly jobId: string; readonly phase: Phase } | 'body'

/** An event as a provider reads it: everything but what the receiver adds. */
export type EventDraft<E extends AnyEvent = AnyEvent> = E extends AnyEvent
  ? Omit<E, keyof EventStamp | 'metadata'> & { readonly metadata?: Metadata | undefined }
  : never

/** One event that a delivery holds, and what its id is made from. */
export interface ReadEvent<E extends AnyEvent = AnyEvent> {
  readonly key: EventKey
  readonly event: EventDraft<E>
}

/** What a delivery says. Whatever is genuine but of an unknown shape is a `webhook.unrecognized` event; `unreadable` is for broken bodies only. */
export type Reading<E extends AnyEvent = AnyEvent> =
  | { readonly outcome: 'events'; readonly events: readonly ReadEvent<E>[] }
  | { readonly outcome: 'ignored'; readonly reason: string }
  | { readonly outcome: 'unreadable'; readonly reason: string }

/** How the service takes answers. */
export interface ProviderAnswers {
  /** What it insists on as success. */
  readonly accepted: WebhookResponse
  /** How long it waits for an answer, in milliseconds. */
  readonly timeoutMs: number
  /** For how long it sends a delivery again, in milliseconds. */
  readonly windowMs: number
  /** True for a status after which it gives up at once. */
  isFinal(status: number): boolean
}

/** What is true of every request to a service's API. */
export interface ApiCall {
  readonly signal: AbortSignal
}

/** What can be asked of a service. Every method may send requests; rejections are `WebhookError`s. */
export interface ProviderApi<out E extends AnyEvent = AnyEvent> {
  /**
   * Learns what a notice lacks: the outcome of an ended job, the reason of a failure. `undefined` at once if the event lacks nothing.
   * Missing where no API key is configured.
   */
  classify?(event: AnyEvent, call: ApiCall): Promise<Classification<E>> | undefined
  /** The transcripts of a job, in the service's order. Rejects with `api_key_missing` where no API key is configured. */
  fetch?(event: AnyEvent, call: ApiCall): Promise<readonly Transcript[]>
  /**
   * The jobs that the service still knows and that may have changed since then, newest first, page by page; nothing is asked for before the
   * next page is wanted. Missing where the service has no list or no API key is configured.
   */
  listJobs?(since: Date, call: ApiCall): AsyncIterable<readonly JobReport<E>[]>
  /** One job; `undefined` if the service knows it no longer (404, 410). */
  getJob?(job: JobName, call: ApiCall): Promise<JobReport<E> | undefined>
  /** For how long the service lists an ended job, in milliseconds. Needed beside `listJobs`. */
  readonly retentionMs?: number | undefined
  /** The product of a job of which nobody said which. Needed beside `getJob`. */
  readonly mainProduct?: string | undefined
  /** How the service's own hooks to this URL are: of services that keep hooks for an account, and switch them off. */
  checkHooks?(url: string | undefined, call: ApiCall): Promise<readonly HookReport[]>
  /** Switches a hook on again, with the configured secret. */
  enableHook?(id: string, call: ApiCall): Promise<void>
}

/** A hook as its service tells of it. */
export interface HookReport {
  readonly id: string
  /** Without query and credentials. */
  readonly url: string
  /** `unconfirmed`: the service has not been answered its challenge · `paused`: by a person · `failed`: by the service. */
  readonly state: 'working' | 'unconfirmed' | 'paused' | 'failed' | 'unknown'
  /** True if it leads to the URL that was asked about. */
  readonly isOurs: boolean
  /** ISO 8601 in UTC. */
  readonly changedAt?: string | undefined
  readonly reason?: string | undefined
}

/** What names a job at its service. */
export interface JobName {
  readonly jobId: string
  /** As its events name it; missing where nobody knows. */
  readonly product?: string | undefined
}

/** One job as the service's API tells of it. */
export interface JobReport<out E extends AnyEvent = AnyEvent> {
  readonly jobId: string
  readonly product: string
  readonly state: 'running' | 'ended' | 'deleted'
  /** ISO 8601 in UTC. */
  readonly createdAt?: string | undefined
  /** ISO 8601 in UTC. */
  readonly endedAt?: string | undefined
  /** What the webhook of an ended job tells. Missing where a list tells too little and `getJob` must be asked. */
  readonly event?: ReadEvent<E> | undefined
  /** What the service says of the delivery of its webhook; missing where it says nothing. */
  readonly notification?: { readonly delivered: boolean; readonly reason?: string | undefined } | undefined
}

/** The event in full, or why the service could not say. */
export type Classification<E extends AnyEvent = AnyEvent> =
  | { readonly event: EventDraft<E> }
  | { readonly reason: string }

/**
 * One configured service: a plain object, made by a function with an explicit return type.
 * `~event` exists for types only and is never set.
 */
export interface Provider<out E extends AnyEvent = AnyEvent> {
  readonly specificationVersion: 'v1'
  readonly provider: E['provider']
  /** The path segment it listens on. */
  readonly endpoint: string
  /** In upper case. */
  readonly methods: readonly string[]
  /** Is the callback URL given with each job, or once for the account? */
  readonly callback: 'job' | 'account'
  readonly answers: ProviderAnswers
  /** Bytes; overrides the receiver's limit. */
  readonly bodyLimit?: number | undefined
  /** Milliseconds; overrides the receiver's deadline. */
  readonly deadlineMs?: number | undefined
  verify(delivery: Delivery, context: VerifyContext): MaybePromise<Verification>
  /** Answers a URL-ownership challenge. Called after `verify`; what it answers can never carry an event. */
  handshake?(delivery: Delivery): WebhookResponse | undefined
  /** Pure: the same delivery reads the same today and from the store. */
  read(delivery: Delivery): MaybePromise<Reading>
  /** What an inbox must know to keep a delivery. Default: reading looks at `content-type` only, and no credential stands in the query. */
  readonly keeps?: DeliveryParts | undefined
  readonly api?: ProviderApi<E> | undefined
  /** For services whose notices lack outcomes: the option that makes `api.classify` learn them. Named in the warning that it is not set. */
  readonly classifiesWith?: string | undefined
  readonly '~event'?: E
}

/** Which parts of a delivery `read` needs, and which nobody may keep. */
export interface DeliveryParts {
  /** Headers that `read` looks at beside `content-type`, in lower case. */
  readonly headers?: readonly string[] | undefined
  /** Query parameters that hold a credential. */
  readonly secretParameters?: readonly string[] | undefined
}

/** Options that every provider takes. */
export interface ProviderOptions {
  /** The path segment to listen on; two accounts of one service are two endpoints. Default: the provider's name. */
  readonly endpoint?: string | undefined
  /** Largest body in bytes. Default: the receiver's, 32 MB. */
  readonly bodyLimit?: number | undefined
  /** Milliseconds until a delivery is answered 503. Default: the receiver's, 8 s. */
  readonly deadlineMs?: number | undefined
}

/** A provider's credential options, or the spelled-out wish to accept deliveries from anyone; never both, never neither. */
export type Authentication<Credentials> =
  | (Credentials & { readonly unsafeAllowUnauthenticated?: false | undefined })
  | ({ readonly [Option in keyof Credentials]?: undefined } & {
      /** True: deliveries are not verified. Anyone who knows the URL can send events. */
      readonly unsafeAllowUnauthenticated: true
    })

export type ProviderList = readonly (Provider | false | undefined)[]

/** The union of everything that the given providers can emit. */
export type EventOf<P extends ProviderList> = P[number] extends infer One
  ? One extends Provider<infer E>
    ? E
    : never
  : never

/** What handlers get: the providers' events, and what the receiver itself tells of their jobs. */
export type HandledEvent<P extends ProviderList> =
  | EventOf<P>
  | (EventOf<P> extends infer E ? (E extends AnyEvent ? TranscriptOverdue<E['provider']> : never) : never)
