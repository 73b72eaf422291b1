import { Buffer } from 'node:buffer'
import type { JobError, Provider, Secret } from '@stt-webhooks/core'
import {
  type Delivery,
  isRecord,
  type Reading,
  stringAt,
  unauthenticated,
  type Verifier,
  type WebhookResponse,
} from '@stt-webhooks/core/provider'
import { createSimulator, type Fixture, type ProviderSubject, type Template } from '@stt-webhooks/testing'
import type { Credential } from './credentials.ts'

interface ServiceOptions {
  readonly secret: Secret
  readonly endpoint?: string | undefined
}

/** Makes the provider of a made-up service. A flaw is a change of the honest one. */
export type Factory = (options: ServiceOptions) => Provider
export type Flaw = (honest: Factory) => Factory

/** The honest provider, whatever proves its deliveries. */
export function honest(verifier: (secret: Secret) => Verifier): Factory {
  return ({ secret, endpoint = 'service' }) => ({
    specificationVersion: 'v1',
    provider: 'service',
    endpoint,
    methods: ['POST'],
    callback: 'job',
    answers: {
      accepted: { status: 200, headers: {}, body: null },
      timeoutMs: 10_000,
      windowMs: 60_000,
      isFinal: (status) => status >= 400 && status < 500,
    },
    verify: verifier(secret),
    handshake: answerChallenge,
    read: readJob,
    keeps: { secretParameters: ['token'] },
  })
}

function answerChallenge(delivery: Delivery): WebhookResponse | undefined {
  const challenge = delivery.header('x-challenge')
  return challenge === undefined ? undefined : { status: 200, headers: {}, body: challenge }
}

const error: JobError = { code: 'unknown', message: 'It failed.', category: 'unknown', retryable: false }

function readJob(delivery: Delivery): Reading {
  const raw = delivery.json()
  const jobId = isRecord(raw) ? stringAt(raw, 'id') : undefined
  const base = { provider: 'service', product: 'batch', jobId, raw } as const
  const status = isRecord(raw) ? raw['status'] : undefined
  if (jobId === undefined || (status !== 'done' && status !== 'failed')) {
    const event = { type: 'webhook.unrecognized', ...base, reason: 'of no known shape' } as const
    return { outcome: 'events', events: [{ key: 'body', event }] }
  }
  const key = { jobId, phase: 'ended' } as const
  return status === 'done'
    ? { outcome: 'events', events: [{ key, event: { type: 'transcript.completed', ...base } }] }
    : { outcome: 'events', events: [{ key, event: { type: 'transcript.failed', ...base, error } }] }
}

const fixtures: readonly Fixture[] = [
  fixture('done.json', { id: 'job-1', status: 'done' }, 'transcript.completed'),
  fixture('failed.json', { id: 'job-1', status: 'failed' }, 'transcript.failed'),
  fixture('paused.json', { id: 'job-1', status: 'paused' }, 'webhook.unrecognized'),
  { ...fixture('challenge.json', {}), headers: { 'x-challenge': 'echo' }, outcome: 'handshake' },
]

function fixture(file: string, body: object, ...types: readonly string[]): Fixture {
  return {
    file,
    bytes: Buffer.from(JSON.stringify(body)),
    source: 'made up',
    certainty: 'composed',
    method: 'POST',
    query: '',
    headers: {},
    outcome: 'accepted',
    events: types.map((type) => ({ type, jobId: 'job-1' })),
  }
}

function job(status: string) {
  return (id = 'job-1'): Template => ({ body: JSON.stringify({ id, status }) })
}

/** The service for the suite: how its deliveries are proved, and what is wrong with its provider. */
export function subjectOf(credential: Credential, flaw: Flaw = (factory) => factory): ProviderSubject {
  const create = flaw(honest(credential.verifier))
  return {
    create,
    createUnsafely: (secret) => Reflect.apply(create, undefined, [{ secret }]),
    createUnauthenticated: () => ({ ...create({ secret: 'unused' }), verify: unauthenticated }),
    credential: credential.place,
    signsBody: credential.signsBody,
    toleranceSeconds: credential.toleranceSeconds,
    fixtures,
    simulator: ({ secret, url = '/webhooks/stt/service' }) =>
      createSimulator({
        provider: 'service',
        url,
        templates: {
          done: job('done'),
          failed: job('failed'),
          challenge: () => ({ headers: { 'x-challenge': 'echo' }, body: '{}' }),
        },
        completed: 'done',
        failed: 'failed',
        sign: (delivery) => credential.sign(delivery, secret),
      }),
  }
}
