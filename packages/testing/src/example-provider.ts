import type {
  Transcript,
  TranscriptCompleted,
  TranscriptFailed,
  TranscriptProgressed,
  WebhookResponse,
  WebhookUnrecognized,
} from '@stt-webhooks/core'
import {
  type Delivery,
  headerSecret,
  hmac,
  isRecord,
  type JsonRecord,
  type Provider,
  type ProviderOptions,
  type Reading,
  type Secret,
  stringAt,
} from '@stt-webhooks/core/provider'

export interface ExampleOptions extends ProviderOptions {
  readonly secret: Secret
  /**
   * What proves a delivery: an HMAC-SHA256 of the body in `x-example-signature`, in hex, or the secret itself in `x-example-secret`.
   * Default: `'body'`.
   */
  readonly signs?: 'body' | 'header' | undefined
}

export type ExampleEvent =
  | TranscriptCompleted<'example', 'example', JsonRecord>
  | TranscriptFailed<'example', 'example', JsonRecord>
  | TranscriptProgressed<'example', 'example', JsonRecord>
  | WebhookUnrecognized<'example', 'example', unknown>

/**
 * A made-up service for tests of whatever is not a provider. It sends `{ "id", "status": "completed" | "failed" | "processing", "text"? }`
 * and asks who owns a URL by the query parameter `challenge`, which must come back as the body.
 * @throws WebhookError `invalid_option`
 */
export function exampleProvider(options: ExampleOptions): Provider<ExampleEvent> {
  const { secret, signs = 'body', endpoint = 'example', bodyLimit, deadlineMs } = options
  const provider = 'example'
  return {
    specificationVersion: 'v1',
    provider,
    endpoint,
    methods: ['POST'],
    callback: 'job',
    answers: {
      accepted: { status: 200, headers: {}, body: null },
      timeoutMs: 10_000,
      windowMs: 60_000,
      isFinal: (status) => status >= 400 && status < 500,
    },
    bodyLimit,
    deadlineMs,
    verify:
      signs === 'body'
        ? hmac({ provider, secret, header: 'x-example-signature', encoding: 'hex' })
        : headerSecret({ provider, secret, header: 'x-example-secret' }),
    handshake: answerChallenge,
    read: readExample,
  }
}

function answerChallenge({ query }: Delivery): WebhookResponse | undefined {
  const challenge = query.get('challenge')
  if (challenge === null) return undefined
  return { status: 200, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: challenge }
}

function readExample(delivery: Delivery): Reading<ExampleEvent> {
  const raw = delivery.json()
  const jobId = isRecord(raw) ? stringAt(raw, 'id') : undefined
  if (!isRecord(raw) || jobId === undefined) return unrecognized(raw, 'the body names no job')
  const about = { provider: 'example', product: 'example', jobId, raw } as const
  const ended = { jobId, phase: 'ended' } as const
  switch (raw['status']) {
    case 'completed': {
      const transcripts = transcriptsIn(raw)
      return {
        outcome: 'events',
        events: [{ key: ended, event: { type: 'transcript.completed', ...about, transcripts } }],
      }
    }
    case 'failed': {
      const error = { code: 'unknown', message: 'failed', category: 'unknown', retryable: false } as const
      return {
        outcome: 'events',
        events: [{ key: ended, event: { type: 'transcript.failed', ...about, error } }],
      }
    }
    case 'processing': {
      const phase = 'processing'
      return {
        outcome: 'events',
        events: [{ key: { jobId, phase }, event: { type: 'transcript.progressed', ...about, phase } }],
      }
    }
    default:
      return unrecognized(raw, 'the status is unknown')
  }
}

function unrecognized(raw: unknown, reason: string): Reading<ExampleEvent> {
  const event = {
    type: 'webhook.unrecognized',
    provider: 'example',
    product: 'example',
    raw,
    reason,
  } as const
  return { outcome: 'events', events: [{ key: 'body', event }] }
}

function transcriptsIn(raw: JsonRecord): readonly Transcript[] | undefined {
  const text = stringAt(raw, 'text')
  return text === undefined ? undefined : [{ text, words: [], utterances: [], speakers: [] }]
}
