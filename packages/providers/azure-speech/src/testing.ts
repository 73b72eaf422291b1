import { type Fixture, loadFixtures, type ProviderSubject } from '@stt-webhooks/testing'
import { azureSpeech } from './index.ts'
import { type AzureSpeechFakeApi, type AzureSpeechFakeApiOptions, startFakeApi } from './testing/fake-api.ts'
import { simulator } from './testing/simulator.ts'

export type { AzureSpeechFakeApi, AzureSpeechFakeApiOptions } from './testing/fake-api.ts'
export type { AzureSpeechFakeHook } from './testing/fake-hooks.ts'
export type { AzureSpeechFakeFailure, AzureSpeechFakeJob } from './testing/fake-job.ts'
export { simulator } from './testing/simulator.ts'
export type { AzureSpeechDelivery } from './testing/templates.ts'

/** The bodies of Azure Speech's documentation and samples, each with its source. */
export const fixtures: readonly Fixture[] = loadFixtures(new URL('../fixtures/', import.meta.url))

/** The answers of Azure Speech's API in its documentation and samples, each with its source. */
export const apiFixtures: readonly Fixture[] = loadFixtures(new URL('../fixtures/api/', import.meta.url))

/** Two real servers that answer as the API of Azure Speech and its blob store do; close them when the test ends. */
export function fakeApi(options: AzureSpeechFakeApiOptions = {}): Promise<AzureSpeechFakeApi> {
  return startFakeApi(apiFixtures, options)
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
