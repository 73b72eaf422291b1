import type { Callback } from './callback.ts'
import type { Transcript } from './transcript.ts'
import type { VerifiedBy } from './verify/verification.ts'

export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue }

/** What the service echoes of the job: its metadata, tracking or extra fields, and the callback URL's own query. Untrusted, as any input. */
export type Metadata = { readonly [key: string]: JsonValue }

/** How the event reached us: by a delivery, by asking the service, or out of the store. */
export type EventSource = 'webhook' | 'sweep' | 'replay'

/** Where in its life a job is; `ended` is shared by completed, failed and ended, so that every path to the end has one event id. */
export type Phase = 'created' | 'processing' | 'ended' | 'deleted'

/** Why a job failed. `category` says who can do something about it; `retryable` whether submitting it again may help. */
export interface JobError {
  /** The service's own code, or `'unknown'` where it gives none. */
  readonly code: string
  readonly message: string
  readonly category: 'input' | 'account' | 'provider' | 'unknown'
  readonly retryable: boolean
}

/** What the receiver knows of every event, whoever sent it. */
export interface EventStamp {
  /** `'evt_'` and 64 hex digits; the same for every redelivery of the same fact. */
  readonly id: string
  readonly endpoint: string
  /** When the delivery arrived, ISO 8601 in UTC. */
  readonly receivedAt: string
  readonly source: EventSource
  readonly verifiedBy: VerifiedBy
  /** What our own signed callback URL carried, checked. */
  readonly callback?: Callback | undefined
}

interface EventBase<Provider extends string, Product extends string, Raw> extends EventStamp {
  readonly provider: Provider
  /** Which product of the service sent it; selects the type of `raw`. */
  readonly product: Product
  /** An opaque string. Missing only where the delivery names no job. */
  readonly jobId?: string | undefined
  /** When the service says it happened, ISO 8601 in UTC. */
  readonly occurredAt?: string | undefined
  readonly metadata: Metadata
  /** The job's or the file's name, where the notice has it. */
  readonly name?: string | undefined
  readonly language?: string | undefined
  /** Seconds of audio, where the notice has it. */
  readonly duration?: number | undefined
  /** The body as it was sent, without credentials and without the queries of signed URLs. */
  readonly raw: Raw
}

interface TranscriptEventBase<P extends string, Product extends string, Raw>
  extends EventBase<P, Product, Raw> {
  /** The transcripts that came in the body. Missing from a thin notice. */
  readonly transcripts?: readonly Transcript[] | undefined
}

/** A transcription succeeded. */
export interface TranscriptCompleted<
  P extends string = string,
  Product extends string = string,
  Raw = unknown,
> extends TranscriptEventBase<P, Product, Raw> {
  readonly type: 'transcript.completed'
}

/** A transcription failed. */
export interface TranscriptFailed<P extends string = string, Product extends string = string, Raw = unknown>
  extends TranscriptEventBase<P, Product, Raw> {
  readonly type: 'transcript.failed'
  readonly error: JobError
}

/** A transcription ended and the notice does not say how. */
export interface TranscriptEnded<P extends string = string, Product extends string = string, Raw = unknown>
  extends TranscriptEventBase<P, Product, Raw> {
  readonly type: 'transcript.ended'
  /** Why the outcome is unknown. */
  readonly reason: string
}

/** A transcription was created, is being processed, or was deleted. */
export interface TranscriptProgressed<
  P extends string = string,
  Product extends string = string,
  Raw = unknown,
> extends EventBase<P, Product, Raw> {
  readonly type: 'transcript.progressed'
  readonly phase: Exclude<Phase, 'ended'>
}

/** Any other long-running operation of a speech service. */
export type JobKind =
  | 'sentiment'
  | 'topics'
  | 'language-id'
  | 'alignment'
  | 'vocabulary'
  | 'dataset'
  | 'model'
  | 'evaluation'
  | 'endpoint'
  | 'endpoint-data'
  | (string & {})

export interface JobCompleted<P extends string = string, Product extends string = string, Raw = unknown>
  extends EventBase<P, Product, Raw> {
  readonly type: 'job.completed'
  readonly kind: JobKind
}

export interface JobFailed<P extends string = string, Product extends string = string, Raw = unknown>
  extends EventBase<P, Product, Raw> {
  readonly type: 'job.failed'
  readonly kind: JobKind
  readonly error: JobError
}

/** `phase: 'ended'` means that it ended and that the notice does not say how. */
export interface JobProgressed<P extends string = string, Product extends string = string, Raw = unknown>
  extends EventBase<P, Product, Raw> {
  readonly type: 'job.progressed'
  readonly kind: JobKind
  readonly phase: Phase
}

/** A redacted audio file is ready. */
export interface AudioRedacted<P extends string = string, Product extends string = string, Raw = unknown>
  extends EventBase<P, Product, Raw> {
  readonly type: 'audio.redacted'
}

/** An expected job was not heard of in time, and the service could not say what became of it. Emitted by sweeps, once for each job. */
export interface TranscriptOverdue<P extends string = string> extends EventBase<P, 'expected-job', unknown> {
  readonly type: 'transcript.overdue'
  /** The application's own name for the job. */
  readonly reference?: string | undefined
  /** ISO 8601 in UTC. */
  readonly submittedAt: string
  /** ISO 8601 in UTC. */
  readonly expectedAt: string
  /** Why nobody knows. */
  readonly reason: string
}

/** The service tried out the hook. */
export interface WebhookPinged<P extends string = string, Product extends string = string, Raw = unknown>
  extends EventBase<P, Product, Raw> {
  readonly type: 'webhook.pinged'
}

/** Genuine, but of a shape, a kind or a status that this version does not know. Acknowledged and kept in `raw`. */
export interface WebhookUnrecognized<
  P extends string = string,
  Product extends string = string,
  Raw = unknown,
> extends EventBase<P, Product, Raw> {
  readonly type: 'webhook.unrecognized'
  readonly reason: string
}

export type AnyEvent =
  | TranscriptCompleted
  | TranscriptFailed
  | TranscriptEnded
  | TranscriptProgressed
  | JobCompleted
  | JobFailed
  | JobProgressed
  | AudioRedacted
  | TranscriptOverdue
  | WebhookPinged
  | WebhookUnrecognized

export type EventType = AnyEvent['type']

/** Every event type there is, in the order of the documentation's table. */
export const eventTypes: readonly EventType[] = [
  'transcript.completed',
  'transcript.failed',
  'transcript.ended',
  'transcript.progressed',
  'job.completed',
  'job.failed',
  'job.progressed',
  'audio.redacted',
  'transcript.overdue',
  'webhook.pinged',
  'webhook.unrecognized',
]
