import type { Metadata } from '@stt-webhooks/core/provider'
import { authorizationHeader, type BearerCredentials } from './authorization-header.ts'
import { invalidOption } from './invalid-option.ts'

export interface RevAiSubmitOptions {
  /** Where Rev AI is to send the webhook: the public URL of this endpoint, or what `receiver.callbackUrl('rev-ai')` gives. At most 1,024 characters. */
  readonly url: string
  /** Comes back as `event.metadata`: an object as it is, a text as `metadata.metadata`. At most 512 characters, an object's as JSON. */
  readonly metadata?: string | Metadata | undefined
  /** Default: the first secret of the provider. Needed where the provider's `secret` is a function. */
  readonly secret?: string | undefined
}

/**
 * What every submission wants to know of a webhook. The headers are missing where deliveries are not verified.
 * @see https://docs.rev.ai/api/asynchronous/reference/#operation/SubmitTranscriptionJob
 */
export interface RevAiSubmitParameters {
  readonly notification_config: {
    readonly url: string
    readonly auth_headers?: { readonly Authorization: string }
  }
  readonly metadata?: string
}

/** How jobs are submitted so that their webhooks come here and are taken for genuine. */
export interface RevAiSubmission {
  /**
   * For `client.submitJob({ source_config, ...provider.submitParameters({ url }) })`, and for the jobs of all other products.
   * @throws WebhookError `invalid_option` for what Rev AI would refuse, or could not send
   */
  submitParameters(options: RevAiSubmitOptions): RevAiSubmitParameters
}

const longestUrl = 1_024
const longestMetadata = 512

export function createSubmission(credentials: BearerCredentials): RevAiSubmission {
  return {
    submitParameters({ url, metadata, secret }) {
      const Authorization = authorizationHeader(credentials, secret)
      return {
        notification_config: {
          url: callbackUrl(url),
          ...(Authorization !== undefined && { auth_headers: { Authorization } }),
        },
        ...(metadata !== undefined && { metadata: metadataText(metadata) }),
      }
    },
  }
}

function callbackUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined || !['https:', 'http:'].includes(url.protocol)) {
    throw invalidOption(
      '`url` is not an absolute http or https URL. Give the one under which this server is reached from outside.',
    )
  }
  const { href } = url
  if (href.length <= longestUrl) return href
  throw invalidOption(
    `\`url\` has ${href.length} characters, and Rev AI takes ${longestUrl}. Put less metadata into it.`,
  )
}

function metadataText(metadata: string | Metadata): string {
  const text = typeof metadata === 'string' ? metadata : JSON.stringify(metadata)
  if (text.length <= longestMetadata) return text
  throw invalidOption(
    `\`metadata\` has ${text.length} characters as it is sent, and Rev AI takes ${longestMetadata}. Send an id instead.`,
  )
}
