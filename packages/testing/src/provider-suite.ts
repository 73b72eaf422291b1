import type { Provider, Secret } from '@stt-webhooks/core'
import type { Check } from './checks.ts'
import type { Fixture } from './fixtures.ts'
import { authenticationChecks } from './provider-suite/authentication.ts'
import { contractChecks } from './provider-suite/contract.ts'
import { fixtureChecks } from './provider-suite/fixtures.ts'
import { keepingChecks } from './provider-suite/keeping.ts'
import { leniencyChecks } from './provider-suite/leniency.ts'
import { signatureChecks } from './provider-suite/signature.ts'
import type { Simulator, SimulatorOptions } from './simulator.ts'

/** A provider as the suite needs it. */
export interface ProviderSubject {
  /** The provider as users configure it. */
  create(options: { readonly secret: Secret; readonly endpoint?: string }): Provider
  /** Calls the factory with a secret that it must refuse; its type is what JavaScript users can pass. */
  createUnsafely(secret: unknown): Provider
  /** The provider with `unsafeAllowUnauthenticated: true`. */
  createUnauthenticated(): Provider
  /** Where the credential travels. */
  readonly credential: { readonly header: string } | { readonly parameter: string }
  /** True if the credential is a signature over the body's exact bytes. */
  readonly signsBody: boolean
  /** How far the time that the credential covers may be from ours, in seconds; left out if it covers none. */
  readonly toleranceSeconds?: number | undefined
  readonly fixtures: readonly Fixture[]
  simulator(options: SimulatorOptions): Simulator
}

/** What every provider promises: it reads its own fixtures, refuses forgeries, and loses nothing that is genuine. */
export function providerSuite(subject: ProviderSubject): readonly Check[] {
  return [
    ...contractChecks(subject),
    ...authenticationChecks(subject),
    ...signatureChecks(subject),
    ...leniencyChecks(subject),
    ...keepingChecks(subject),
    ...fixtureChecks(subject),
  ]
}
