import { assemblyai } from '@stt-webhooks/assemblyai'
import { azureSpeech } from '@stt-webhooks/azure-speech'
import type { Provider } from '@stt-webhooks/core'
import { revAi } from '@stt-webhooks/rev-ai'
import { smallestAi } from '@stt-webhooks/smallest-ai'
import { speechmatics } from '@stt-webhooks/speechmatics'
import type { Simulator, SimulatorOptions } from '@stt-webhooks/testing'

interface KnownCredentials {
  readonly secret: readonly string[]
  readonly apiKey: string | undefined
}

/** A service that the command line can receive from and send as. */
export interface KnownProvider {
  readonly id: string
  /** The environment variable of its secrets. */
  readonly variable: string
  /** That of its API key, which need not be set. */
  readonly keyVariable: string
  verified(credentials: KnownCredentials, environment: NodeJS.ProcessEnv): Provider
  unverified(): Provider
  /** Loaded when needed, because it reads its sample bodies from disk. */
  simulator(options: SimulatorOptions, environment: NodeJS.ProcessEnv): Promise<Simulator>
}

export const knownProviders: readonly KnownProvider[] = [
  {
    id: 'assemblyai',
    variable: 'STT_ASSEMBLYAI_SECRET',
    keyVariable: 'STT_ASSEMBLYAI_API_KEY',
    verified: (credentials, environment) =>
      assemblyai({ ...credentials, header: assemblyAiHeader(environment) }),
    unverified: () => assemblyai({ unsafeAllowUnauthenticated: true }),
    async simulator(options, environment) {
      const { simulator } = await import('@stt-webhooks/assemblyai/testing')
      return simulator({ ...options, header: assemblyAiHeader(environment) })
    },
  },
  {
    id: 'azure-speech',
    variable: 'STT_AZURE_SPEECH_SECRET',
    keyVariable: 'STT_AZURE_SPEECH_API_KEY',
    verified: (credentials, environment) =>
      azureSpeech({ ...credentials, apiUrl: environment['STT_AZURE_SPEECH_API_URL'] || undefined }),
    unverified: () => azureSpeech({ unsafeAllowUnauthenticated: true }),
    simulator: async (options) => (await import('@stt-webhooks/azure-speech/testing')).simulator(options),
  },
  {
    id: 'rev-ai',
    variable: 'STT_REV_AI_SECRET',
    keyVariable: 'STT_REV_AI_API_KEY',
    verified: (credentials) => revAi(credentials),
    unverified: () => revAi({ unsafeAllowUnauthenticated: true }),
    simulator: async (options) => (await import('@stt-webhooks/rev-ai/testing')).simulator(options),
  },
  {
    id: 'smallest-ai',
    variable: 'STT_SMALLEST_AI_SECRET',
    keyVariable: 'STT_SMALLEST_AI_API_KEY',
    verified: (credentials) => smallestAi(credentials),
    unverified: () => smallestAi({ unsafeAllowUnauthenticated: true }),
    simulator: async (options) => (await import('@stt-webhooks/smallest-ai/testing')).simulator(options),
  },
  {
    id: 'speechmatics',
    variable: 'STT_SPEECHMATICS_SECRET',
    keyVariable: 'STT_SPEECHMATICS_API_KEY',
    verified: (credentials) => speechmatics(credentials),
    unverified: () => speechmatics({ unsafeAllowUnauthenticated: true }),
    simulator: async (options) => (await import('@stt-webhooks/speechmatics/testing')).simulator(options),
  },
]

/** AssemblyAI lets the submitter of a job choose the header. */
function assemblyAiHeader(environment: NodeJS.ProcessEnv): string {
  return environment['STT_ASSEMBLYAI_HEADER'] || 'x-webhook-secret'
}
