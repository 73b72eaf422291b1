import type {
  Authentication,
  Provider,
  ProviderOptions,
  TranscriptCompleted,
  TranscriptFailed,
  TranscriptProgressed,
  WebhookUnrecognized,
} from '@stt-webhooks/core/provider'
import { createSmallestAiApi, type SmallestAiApiOptions } from './api.ts'
import { defaultParameter, type SmallestAiCredentials, verifierOf } from './index/credentials.ts'
import { createSubmission, type SmallestAiSubmission } from './index/submit-parameters.ts'
import type {
  SmallestAiAcceptance,
  SmallestAiFailure,
  SmallestAiLog,
  SmallestAiSelfHostAcceptance,
  SmallestAiSelfHostFailure,
  SmallestAiSelfHostTranscription,
  SmallestAiTranscription,
} from './payload.ts'
import { readSmallestAi } from './read.ts'

export { type SignedUrl, signedUrl } from '@stt-webhooks/core/provider'
export type { SmallestAiApiOptions } from './api.ts'
export type {
  SmallestAiSubmission,
  SmallestAiSubmitOptions,
  SmallestAiSubmitParameters,
} from './index/submit-parameters.ts'
export type * from './payload.ts'

/** Everything that Smallest.ai can make happen. `raw` is what its logs say where a webhook never came. */
export type SmallestAiEvent =
  | TranscriptCompleted<'smallest-ai', 'transcription', SmallestAiTranscription | SmallestAiLog>
  | TranscriptFailed<'smallest-ai', 'transcription', SmallestAiFailure>
  | TranscriptProgressed<'smallest-ai', 'transcription', SmallestAiAcceptance>
  | TranscriptCompleted<'smallest-ai', 'self-host', SmallestAiSelfHostTranscription>
  | TranscriptFailed<'smallest-ai', 'self-host', SmallestAiSelfHostFailure>
  | TranscriptProgressed<'smallest-ai', 'self-host', SmallestAiSelfHostAcceptance>
  | WebhookUnrecognized<'smallest-ai', 'unknown'>

/** Its `api` lists and does not fetch: deliveries lack nothing, and there is no way to read a job again. */
export type SmallestAiProvider = Provider<SmallestAiEvent> & SmallestAiSubmission

export type SmallestAiOptions = ProviderOptions & SmallestAiApiOptions & Authentication<SmallestAiCredentials>

const minute = 60_000

/**
 * Webhooks of Smallest.ai: transcription in its cloud (Pulse, Pulse Pro, Lightning) and on one's own machines.
 * @throws WebhookError `invalid_option`
 */
export function smallestAi(options: SmallestAiOptions): SmallestAiProvider {
  const { parameter = defaultParameter } = options
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
    verify: verifierOf(options),
    read: (delivery) => readSmallestAi(delivery, parameter),
    api: createSmallestAiApi(options),
    keeps: { secretParameters: [parameter] },
    ...createSubmission(options),
  }
}
