import {
  type AudioRedacted,
  type Authentication,
  allOf,
  headerSecret,
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
import { defaultHeader } from './api/secret-header.ts'
import { type AssemblyAiSubmission, createSubmission } from './api/submit-parameters.ts'
import { type AssemblyAiApiOptions, createAssemblyAiApi } from './api.ts'
import type {
  AssemblyAiRedactedAudioNotification,
  AssemblyAiStreamingNotification,
  AssemblyAiTranscript,
  AssemblyAiTranscriptNotification,
} from './payload.ts'
import { readAssemblyAi } from './read.ts'

export type { AssemblyAiRegion } from './api/regions.ts'
export type {
  AssemblyAiStreamingParameters,
  AssemblyAiSubmission,
  AssemblyAiSubmitOptions,
  AssemblyAiSubmitParameters,
} from './api/submit-parameters.ts'
export type { AssemblyAiApiOptions } from './api.ts'
export type * from './payload.ts'

/** Everything that AssemblyAI can make happen. The `raw` of a failure is the transcript of the API if that was asked for the reason. */
export type AssemblyAiEvent =
  | TranscriptCompleted<'assemblyai', 'transcript', AssemblyAiTranscriptNotification>
  | TranscriptFailed<'assemblyai', 'transcript', AssemblyAiTranscriptNotification | AssemblyAiTranscript>
  | TranscriptCompleted<'assemblyai', 'streaming', AssemblyAiStreamingNotification>
  | AudioRedacted<'assemblyai', 'redacted-audio', AssemblyAiRedactedAudioNotification>
  | WebhookUnrecognized<'assemblyai', 'unknown'>

export type AssemblyAiProvider = Provider<AssemblyAiEvent> & AssemblyAiSubmission

/**
 * Where AssemblyAI sends from, by region.
 * @see https://www.assemblyai.com/docs/pre-recorded-audio/webhooks
 */
export const assemblyAiAddresses = { us: '44.238.19.20', eu: '54.220.25.36' } as const

interface AssemblyAiCredentials {
  /**
   * The whole of `webhook_auth_header_value`, as given at submission. AssemblyAI signs nothing: whatever
   * header is checked for an HMAC elsewhere, this value is all there is.
   * @see https://www.assemblyai.com/docs/pre-recorded-audio/webhooks
   */
  readonly secret: Secret
  /** `webhook_auth_header_name`, as given at submission. Default: `x-webhook-secret`. */
  readonly header?: string | undefined
  /**
   * A second factor beside the secret: the region that sends, or addresses and CIDR ranges. Default: any address.
   * Behind a proxy set the framework's trust-proxy option first: a refusal is final for AssemblyAI.
   */
  readonly sourceAddresses?: keyof typeof assemblyAiAddresses | readonly string[] | undefined
}

export type AssemblyAiOptions = ProviderOptions & AssemblyAiApiOptions & Authentication<AssemblyAiCredentials>

/**
 * Webhooks of AssemblyAI: pre-recorded transcription, redacted audio and streaming sessions.
 * @throws WebhookError `invalid_option`
 */
export function assemblyai(options: AssemblyAiOptions): AssemblyAiProvider {
  return {
    specificationVersion: 'v1',
    provider: 'assemblyai',
    endpoint: options.endpoint ?? 'assemblyai',
    methods: ['POST'],
    callback: 'job',
    answers: {
      accepted: { status: 200, headers: {}, body: null },
      timeoutMs: 10_000,
      // Ten attempts, 10 s apart, each of which may wait for its 10 s.
      windowMs: 200_000,
      isFinal: (status) => status >= 400 && status < 500,
    },
    bodyLimit: options.bodyLimit,
    deadlineMs: options.deadlineMs,
    verify: options.unsafeAllowUnauthenticated ? unauthenticated : credentials(options),
    read: readAssemblyAi,
    api: createAssemblyAiApi(options),
    ...createSubmission(options),
  }
}

function credentials(options: AssemblyAiCredentials): Verifier {
  const { secret, header = defaultHeader, sourceAddresses: from } = options
  const verify = headerSecret({ provider: 'assemblyai', secret, header })
  if (from === undefined) return verify
  // Plain JavaScript can pass a region that is none: the verifier names it in its error.
  const addresses = typeof from === 'string' ? [assemblyAiAddresses[from] ?? from] : from
  return allOf(verify, sourceAddresses('assemblyai', addresses))
}
