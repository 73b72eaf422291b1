import {
  type Authentication,
  allOf,
  bearer,
  type JobCompleted,
  type JobFailed,
  type Provider,
  type ProviderOptions,
  type Secret,
  sourceAddresses,
  type TranscriptCompleted,
  type TranscriptFailed,
  unauthenticated,
  type Verifier,
  type WebhookUnrecognized,
} from '@stt-webhooks/core/provider'
import { invalidOption } from './api/invalid-option.ts'
import { createSubmission, type SpeechmaticsSubmission } from './api/submit-parameters.ts'
import { createSpeechmaticsApi, type SpeechmaticsApiOptions } from './api.ts'
import { addressesOf, type SpeechmaticsRegion } from './index/addresses.ts'
import { authHeaders, type SpeechmaticsAuthHeaders } from './index/auth-headers.ts'
import type { SpeechmaticsBody, SpeechmaticsJobAnswer } from './payload.ts'
import { readSpeechmatics } from './read.ts'

export type {
  SpeechmaticsContentsItem,
  SpeechmaticsNotification,
  SpeechmaticsNotificationConfig,
} from './api/notification.ts'
export type {
  SpeechmaticsSubmission,
  SpeechmaticsSubmitOptions,
  SpeechmaticsSubmitParameters,
} from './api/submit-parameters.ts'
export type { SpeechmaticsTrackingConfig } from './api/tracking.ts'
export type { SpeechmaticsApiOptions } from './api.ts'
export { type SpeechmaticsRegion, speechmaticsAddresses } from './index/addresses.ts'
export type { SpeechmaticsAuthHeaders } from './index/auth-headers.ts'
export type * from './payload.ts'

/** Everything that Speechmatics can make happen. `raw` is the job of the API where that was asked: why a job failed, or for all jobs. */
export type SpeechmaticsEvent =
  | TranscriptCompleted<'speechmatics', 'transcription', SpeechmaticsBody | SpeechmaticsJobAnswer>
  | TranscriptFailed<'speechmatics', 'transcription', SpeechmaticsBody | SpeechmaticsJobAnswer>
  | JobCompleted<'speechmatics', 'alignment', SpeechmaticsBody | SpeechmaticsJobAnswer>
  | JobFailed<'speechmatics', 'alignment', SpeechmaticsBody | SpeechmaticsJobAnswer>
  | WebhookUnrecognized<'speechmatics', 'unknown', SpeechmaticsBody>

export type SpeechmaticsProvider = Provider<SpeechmaticsEvent> & SpeechmaticsSubmission

/** Exactly one of the two; Speechmatics signs nothing, so that its `auth_headers` are all there is. */
type SpeechmaticsCredentials =
  | {
      /**
       * The token of `auth_headers: ["Authorization: Bearer <secret>"]`, given with each job in `notification_config`. It is a secret of
       * your own, not the API key.
       * @see https://docs.speechmatics.com/speech-to-text/batch/notifications
       */
      readonly secret: Secret
      readonly authHeaders?: undefined
    }
  | {
      /**
       * The lines of `auth_headers`, exactly as given with each job: `["X-Hook-Key: abc"]`. Every line must match. During a rotation a list
       * of such lists: `[["X-Hook-Key: new"], ["X-Hook-Key: old"]]`. Lines that are no secret may be left out.
       * @see https://docs.speechmatics.com/speech-to-text/batch/notifications
       */
      readonly authHeaders: SpeechmaticsAuthHeaders
      readonly secret?: undefined
    }

export type SpeechmaticsOptions = ProviderOptions &
  SpeechmaticsApiOptions &
  Authentication<SpeechmaticsCredentials> & {
    /**
     * A second factor: the regions whose addresses may send, and addresses or CIDR ranges beside them. Default: any address.
     * Behind a proxy set the framework's trust-proxy option first.
     * @see https://docs.speechmatics.com/speech-to-text/batch/notifications
     */
    readonly sourceAddresses?:
      | SpeechmaticsRegion
      | readonly (SpeechmaticsRegion | (string & {}))[]
      | undefined
  }

/**
 * Webhooks of Speechmatics' batch API: transcription and alignment, by POST and by PUT.
 * @throws WebhookError `invalid_option`
 */
export function speechmatics(options: SpeechmaticsOptions): SpeechmaticsProvider {
  return {
    specificationVersion: 'v1',
    provider: 'speechmatics',
    endpoint: options.endpoint ?? 'speechmatics',
    methods: ['POST', 'PUT'],
    callback: 'job',
    answers: {
      accepted: { status: 200, headers: {}, body: null },
      // Not documented; the receiver's own deadline decides.
      timeoutMs: 10_000,
      // The one published record: four attempts, given up 66 s after the first failure.
      windowMs: 66_000,
      isFinal: () => false,
    },
    bodyLimit: options.bodyLimit,
    deadlineMs: options.deadlineMs,
    verify: fromAddresses(options, verifier(options)),
    read: readSpeechmatics,
    api: createSpeechmaticsApi(options),
    ...createSubmission(options),
  }
}

function verifier(options: SpeechmaticsOptions): Verifier {
  if (options.unsafeAllowUnauthenticated) return unauthenticated
  // Plain JavaScript can pass both.
  const { secret, authHeaders: lines }: { secret?: unknown; authHeaders?: unknown } = options
  if (secret !== undefined && lines !== undefined) {
    throw invalidOption(
      'Both `secret` and `authHeaders` are set. Keep the one that says what `auth_headers` of your jobs holds.',
    )
  }
  return options.authHeaders === undefined
    ? bearer({ provider: 'speechmatics', secret: options.secret })
    : authHeaders(options.authHeaders)
}

function fromAddresses(options: SpeechmaticsOptions, verify: Verifier): Verifier {
  if (options.sourceAddresses === undefined) return verify
  return allOf(verify, sourceAddresses('speechmatics', addressesOf(options.sourceAddresses)))
}
