import { callbackUrl } from './callback-url.ts'
import { type HeaderCredentials, type SecretHeader, secretHeader } from './secret-header.ts'

export interface AssemblyAiSubmitOptions {
  /** Where AssemblyAI is to send the webhook: the public URL of this endpoint, or what `receiver.callbackUrl('assemblyai')` gives. */
  readonly url: string
  /** Put into the URL's query, and so found in `event.metadata`. Whoever knows the URL can change it: it is not signed. */
  readonly metadata?: Readonly<Record<string, string>> | undefined
  /** Default: the first secret of the provider. Needed where the provider's `secret` is a function. */
  readonly secret?: string | undefined
}

/**
 * What `POST /v2/transcript` wants to know of a webhook. The header is missing where deliveries are not verified.
 * @see https://www.assemblyai.com/docs/pre-recorded-audio/webhooks
 */
export interface AssemblyAiSubmitParameters {
  readonly webhook_url: string
  readonly webhook_auth_header_name?: string
  readonly webhook_auth_header_value?: string
}

/**
 * The same for a streaming session, in the names of the SDK. The SDK puts them into the websocket's URL: never log that.
 * @see https://www.assemblyai.com/docs/streaming/webhooks
 */
export interface AssemblyAiStreamingParameters {
  readonly webhookUrl: string
  readonly webhookAuthHeaderName?: string
  readonly webhookAuthHeaderValue?: string
}

/** How jobs are submitted so that their webhooks come here and are taken for genuine. */
export interface AssemblyAiSubmission {
  /**
   * For `client.transcripts.submit({ audio, ...provider.submitParameters({ url }) })`.
   * @throws WebhookError `invalid_option` for a URL or a secret that cannot work
   */
  submitParameters(options: AssemblyAiSubmitOptions): AssemblyAiSubmitParameters
  /**
   * For `client.streaming.transcriber({ sampleRate, ...provider.streamingParameters({ url }) })`.
   * @throws WebhookError `invalid_option` for a URL or a secret that cannot work
   */
  streamingParameters(options: AssemblyAiSubmitOptions): AssemblyAiStreamingParameters
}

export function createSubmission(credentials: HeaderCredentials): AssemblyAiSubmission {
  function webhook({ url, metadata = {}, secret }: AssemblyAiSubmitOptions): Webhook {
    return { url: callbackUrl(url, metadata), header: secretHeader(credentials, secret) }
  }
  return {
    submitParameters(options) {
      const { url, header } = webhook(options)
      if (header === undefined) return { webhook_url: url }
      return {
        webhook_url: url,
        webhook_auth_header_name: header.name,
        webhook_auth_header_value: header.value,
      }
    },
    streamingParameters(options) {
      const { url, header } = webhook(options)
      if (header === undefined) return { webhookUrl: url }
      return {
        webhookUrl: url,
        webhookAuthHeaderName: header.name,
        webhookAuthHeaderValue: header.value,
      }
    },
  }
}

interface Webhook {
  readonly url: string
  readonly header: SecretHeader | undefined
}
