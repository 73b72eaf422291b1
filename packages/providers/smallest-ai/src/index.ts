import {
  type Authentication,
  type Provider,
  type ProviderOptions,
  type Secret,
  type TranscriptCompleted,
  type TranscriptFailed,
  type TranscriptProgressed,
  unauthenticated,
  urlToken,
  type WebhookUnrecognized,
} from '@stt-webhooks/core/provider'
import type {
  SmallestAiAcceptance,
  SmallestAiFailure,
  SmallestAiSelfHostAcceptance,
  SmallestAiSelfHostFailure,
  SmallestAiSelfHostTranscription,
  SmallestAiTranscription,
} from './payload.ts'
import { readSmallestAi } from './read.ts'

export type * from './payload.ts'

/** Everything that Smallest.ai can make happen. */
export type SmallestAiEvent =
  | TranscriptCompleted<'smallest-ai', 'transcription', SmallestAiTranscription>
  | TranscriptFailed<'smallest-ai', 'transcription', SmallestAiFailure>
  | TranscriptProgressed<'smallest-ai', 'transcription', SmallestAiAcceptance>
  | TranscriptCompleted<'smallest-ai', 'self-host', SmallestAiSelfHostTranscription>
  | TranscriptFailed<'smallest-ai', 'self-host', SmallestAiSelfHostFailure>
  | TranscriptProgressed<'smallest-ai', 'self-host', SmallestAiSelfHostAcceptance>
  | WebhookUnrecognized<'smallest-ai', 'unknown'>

export type SmallestAiProvider = Provider<SmallestAiEvent>

interface SmallestAiCredentials {
  /**
   * An unguessable token that you put into the callback URL: as its last path segment, or as the query parameter `parameter`.
   * Smallest.ai signs nothing and sends no header of yours: the URL is all there is.
   * @see https://docs.smallest.ai/waves/documentation/speech-to-text/pre-recorded/webhooks
   */
  readonly secret: Secret
  /** The query parameter that holds the token. Default: `token`. */
  readonly parameter?: string | undefined
}

export type SmallestAiOptions = ProviderOptions & Authentication<SmallestAiCredentials>

const minute = 60_000

/**
 * Webhooks of Smallest.ai: transcription in its cloud (Pulse, Pulse Pro, Lightning) and on one's own machines.
 * @throws WebhookError `invalid_option`
 */
export function smallestAi(options: SmallestAiOptions): SmallestAiProvider {
  const { parameter = 'token' } = options
  return {
    specificationVersion: 'v1',
    provider: 'smallest-ai',
    endpoint: options.endpoint ?? 'smallest-ai',
    // A GET can be asked for (`webhook_method`), but what it would carry is not documented.
    methods: ['POST'],
    callback: 'job',
    answers: {
      accepted: { status: 200, headers: {}, body: null },
      // Not documented; the receiver's own deadline decides.
      timeoutMs: 10_000,
      // An estimate: "10 retries" and "with backoff" is all that is said, and ten delays from a second on, each doubled, make 17 minutes.
      windowMs: 15 * minute,
      // 5xx "triggers a retry"; nothing is said to stop them.
      isFinal: () => false,
    },
    bodyLimit: options.bodyLimit,
    deadlineMs: options.deadlineMs,
    verify: options.unsafeAllowUnauthenticated
      ? unauthenticated
      : urlToken({ provider: 'smallest-ai', secret: options.secret, parameter }),
    read: (delivery) => readSmallestAi(delivery, parameter),
  }
}
