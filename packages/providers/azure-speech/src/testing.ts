import { createHmac } from 'node:crypto'
import { createDelivery } from '@stt-webhooks/core/provider'
import {
  createSimulator,
  type Fixture,
  loadFixtures,
  type ProviderSubject,
  type SimulatedDelivery,
  type Simulator,
  type SimulatorOptions,
  toRequest,
} from '@stt-webhooks/testing'
import { azureSpeech } from './index.ts'
import { signedMessage } from './read/challenge.ts'
import { type AzureSpeechFakeApi, type AzureSpeechFakeApiOptions, startFakeApi } from './testing/fake-api.ts'
import { type AzureSpeechDelivery, templates } from './testing/templates.ts'

export type { AzureSpeechFakeApi, AzureSpeechFakeApiOptions } from './testing/fake-api.ts'
export type { AzureSpeechFakeHook } from './testing/fake-hooks.ts'
export type { AzureSpeechFakeFailure, AzureSpeechFakeJob } from './testing/fake-job.ts'
export type { AzureSpeechDelivery } from './testing/templates.ts'

/** The bodies of Azure Speech's documentation and samples, each with its source. */
export const fixtures: readonly Fixture[] = loadFixtures(new URL('../fixtures/', import.meta.url))

/** The answers of Azure Speech's API in its documentation and samples, each with its source. */
export const apiFixtures: readonly Fixture[] = loadFixtures(new URL('../fixtures/api/', import.meta.url))

/** Two real servers that answer as the API of Azure Speech and its blob store do; close them when the test ends. */
export function fakeApi(options: AzureSpeechFakeApiOptions = {}): Promise<AzureSpeechFakeApi> {
  return startFakeApi(apiFixtures, options)
}

/**
 * Sends what Azure Speech sends, with its signature. Its notice of an end is the same for success and failure, so that
 * `completed()` and `failed()` both send it, and `fakeApi()` makes the difference; v2.1 alone tells them apart: `simulate('v2.transcription.failed')`.
 */
export function simulator(options: SimulatorOptions): Simulator<AzureSpeechDelivery> {
  return createSimulator({
    provider: 'azure-speech',
    url: options.url ?? '/webhooks/stt/azure-speech',
    templates,
    completed: 'transcription.completion',
    failed: 'transcription.completion',
    sign: (delivery) => ({
      ...delivery,
      headers: {
        ...delivery.headers,
        'x-microsoftspeechservices-signature': createHmac('sha256', options.secret)
          .update(messageOf(delivery))
          .digest('base64'),
      },
    }),
  })
}

function messageOf(delivery: SimulatedDelivery): Uint8Array | string {
  return signedMessage(createDelivery(toRequest(delivery), { bytes: delivery.body, exact: true }))
}

/** Azure Speech for `providerSuite`. */
export const subject: ProviderSubject = {
  create: (options) => azureSpeech(options),
  // What a user of plain JavaScript could pass.
  createUnsafely: (secret) => Reflect.apply(azureSpeech, undefined, [{ secret }]),
  createUnauthenticated: () => azureSpeech({ unsafeAllowUnauthenticated: true }),
  credential: { header: 'x-microsoftspeechservices-signature' },
  signsBody: true,
  fixtures,
  simulator,
}
