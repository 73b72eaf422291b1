import {
  type Authentication,
  hmac,
  type JobCompleted,
  type JobFailed,
  type JobProgressed,
  type Provider,
  type ProviderOptions,
  type Secret,
  type TranscriptCompleted,
  type TranscriptEnded,
  type TranscriptFailed,
  type TranscriptProgressed,
  unauthenticated,
  type WebhookPinged,
  type WebhookUnrecognized,
} from '@stt-webhooks/core/provider'
import { type AzureSpeechHooks, createHooks } from './api/hooks.ts'
import { type AzureSpeechWebhookRegistration, createRegistration } from './api/registration.ts'
import { type AzureSpeechApiOptions, createAzureSpeechApi } from './api.ts'
import type {
  AzureSpeechEntity,
  AzureSpeechHook,
  AzureSpeechJob,
  AzureSpeechNotice,
  AzureSpeechTranscription,
} from './payload.ts'
import { answerChallenge, signedMessage } from './read/challenge.ts'
import { eventHeader } from './read/event-name.ts'
import { readAzureSpeech } from './read.ts'

export type { AzureSpeechApiVersion } from './api/address.ts'
export type { AzureSpeechFailedFile, AzureSpeechFailedFiles } from './api/failed-files.ts'
export type { AzureSpeechEnableOptions, AzureSpeechHookSecret } from './api/hook-changes.ts'
export type {
  AzureSpeechHookEvent,
  AzureSpeechHookFlags,
  AzureSpeechRetiredHookEvent,
} from './api/hook-events.ts'
export type { AzureSpeechHookReport, AzureSpeechHookState } from './api/hook-report.ts'
export type { AzureSpeechHooks, AzureSpeechPage, AzureSpeechRequest } from './api/hooks.ts'
export type { AzureSpeechRegion } from './api/regions.ts'
export type {
  AzureSpeechRegistration,
  AzureSpeechRegistrationOptions,
  AzureSpeechRetiredRegistration,
  AzureSpeechRetiredRegistrationOptions,
  AzureSpeechWebhookRegistration,
} from './api/registration.ts'
export type { AzureSpeechApiOptions } from './api.ts'
export type * from './payload.ts'

type JobProduct = 'dataset' | 'model' | 'evaluation' | 'endpoint' | 'endpoint-data'

/**
 * Everything that Azure Speech can make happen. Hooks of v3.0 and later never tell an outcome: without an API key theirs end with
 * `transcript.ended`; with one, `raw` of the outcome is the job as the API shows it.
 */
export type AzureSpeechEvent =
  | TranscriptCompleted<'azure-speech', 'transcription', AzureSpeechTranscription | AzureSpeechJob>
  | TranscriptFailed<'azure-speech', 'transcription', AzureSpeechTranscription | AzureSpeechJob>
  | TranscriptEnded<'azure-speech', 'transcription', AzureSpeechNotice>
  | TranscriptProgressed<'azure-speech', 'transcription', AzureSpeechNotice | AzureSpeechTranscription>
  | JobCompleted<'azure-speech', JobProduct, AzureSpeechEntity | AzureSpeechJob>
  | JobFailed<'azure-speech', JobProduct, AzureSpeechEntity | AzureSpeechJob>
  | JobProgressed<'azure-speech', JobProduct, AzureSpeechNotice | AzureSpeechEntity>
  | WebhookPinged<'azure-speech', 'webhook', AzureSpeechHook | null>
  | WebhookUnrecognized<'azure-speech', 'unknown'>

/** One hook serves the whole Speech resource, so that a callback URL cannot belong to a job. */
export type AzureSpeechProvider = Provider<AzureSpeechEvent> & {
  readonly callback: 'account'
  /** The body that registers a hook for this endpoint, for those who send it themselves. */
  readonly webhookRegistration: AzureSpeechWebhookRegistration
  /** The whole requests, ready for `fetch`; and how the hooks are. */
  readonly hooks: AzureSpeechHooks
}

interface AzureSpeechCredentials {
  /**
   * The `properties.secret` that the hook was registered with (`configuration.secret` in v2.1).
   * Every update of the hook must repeat it: one without a secret removes it, and deliveries are no longer signed.
   * @see https://learn.microsoft.com/en-us/rest/api/speechtotext/web-hooks/update
   */
  readonly secret: Secret
}

export type AzureSpeechOptions = ProviderOptions &
  AzureSpeechApiOptions &
  Authentication<AzureSpeechCredentials>

/**
 * Webhooks of Azure Speech, of the API versions 2024-11-15, v3.0 to v3.2 and v2.1: batch transcriptions, datasets, models,
 * evaluations and endpoints. Answers the challenge that follows the registration of a hook.
 * @throws WebhookError `invalid_option`
 */
export function azureSpeech(options: AzureSpeechOptions): AzureSpeechProvider {
  const { endpoint = 'azure-speech' } = options
  return {
    specificationVersion: 'v1',
    provider: 'azure-speech',
    endpoint,
    methods: ['POST'],
    callback: 'account',
    classifiesWith: 'apiKey',
    answers: {
      // Not documented; every 2xx is in use. The challenge has an answer of its own.
      accepted: { status: 200, headers: {}, body: null },
      // Not documented. The receiver's own deadline comes first.
      timeoutMs: 10_000,
      // v2.1 tries five times, a second apart. Later versions promise nothing, so nothing more is counted on.
      windowMs: 5_000,
      // No status is documented as final. A hook that keeps failing is switched off as a whole.
      isFinal: () => false,
    },
    bodyLimit: options.bodyLimit,
    deadlineMs: options.deadlineMs,
    verify: options.unsafeAllowUnauthenticated
      ? unauthenticated
      : hmac({
          provider: 'azure-speech',
          secret: options.secret,
          header: 'x-microsoftspeechservices-signature',
          encoding: 'base64',
          message: signedMessage,
        }),
    handshake: answerChallenge,
    read: readAzureSpeech,
    keeps: { headers: [eventHeader] },
    api: createAzureSpeechApi({ ...options, endpoint }),
    webhookRegistration: createRegistration(options.secret),
    hooks: createHooks(options),
  }
}
