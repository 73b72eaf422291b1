import { assemblyai } from '@stt-webhooks/assemblyai'
import { azureSpeech } from '@stt-webhooks/azure-speech'
import type { Provider } from '@stt-webhooks/core'
import { revAi } from '@stt-webhooks/rev-ai'
import { smallestAi } from '@stt-webhooks/smallest-ai'
import { speechmatics } from '@stt-webhooks/speechmatics'
import type { Simulator, SimulatorOptions } from '@stt-webhooks/testing'

/** A service that the command line can receive from and send as. */
export interface KnownProvider {
  readonly id: string
  /** The environment variable of its secrets. */
  readonly variable: string
  verified(secret: readonly string[], environment: NodeJS.ProcessEnv): Provider
  unverified(): Provider
  /** Loaded when needed, because it reads its sample bodies from disk. */
  simulator(options: SimulatorOptions, environment: NodeJS.ProcessEnv): Promise<Simulator>
}

export const knownProviders: readonly KnownProvider[] = [
  {
    id: 'assemblyai',
    variable: 'STT_ASSEMBLYAI_SECRET',
    verified: (secret, environment) => assemblyai({ secret, header: assemblyAiHeader(environment) }),
    unverified: () => assemblyai({ unsafeAllowUnauthenticated: true }),
    async simulator(options, environment) {
      const { simulator } = await import('@stt-webhooks/assemblyai/testing')
      return simulator({ ...options, header: assemblyAiHeader(environment) })
    },
  },
  {
    id: 'azure-speech',
    variable: 'STT_AZURE_SPEECH_SECRET',
    verified: (secret) => azureSpeech({ secret }),
    unverified: () => azureSpeech({ unsafeAllowUnauthenticated: true }),
    simulator: async (options) => (await import('@stt-webhooks/azure-speech/testing')).simulator(options),
  },
  {
    id: 'rev-ai',
    variable: 'STT_REV_AI_SECRET',
    verified: (secret) => revAi({ secret }),
    unverified: () => revAi({ unsafeAllowUnauthenticated: true }),
    simulator: async (options) => (await import('@stt-webhooks/rev-ai/testing')).simulator(options),
  },
  {
    id: 'smallest-ai',
    variable: 'STT_SMALLEST_AI_SECRET',
    verified: (secret) => smallestAi({ secret }),
    unverified: () => smallestAi({ unsafeAllowUnauthenticated: true }),
    simulator: async (options) => (await import('@stt-webhooks/smallest-ai/testing')).simulator(options),
  },
  {
    id: 'speechmatics',
    variable: 'STT_SPEECHMATICS_SECRET',
    verified: (secret) => speechmatics({ secret }),
    unverified: () => speechmatics({ unsafeAllowUnauthenticated: true }),
    simulator: async (options) => (await import('@stt-webhooks/speechmatics/testing')).simulator(options),
  },
]

/** AssemblyAI lets the submitter of a job choose the header. */
function assemblyAiHeader(environment: NodeJS.ProcessEnv): string {
  return environment['STT_ASSEMBLYAI_HEADER'] || 'x-webhook-secret'
}
