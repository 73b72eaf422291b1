import { assemblyai } from '@stt-webhooks/assemblyai'
import { simulator as assemblyaiSimulator } from '@stt-webhooks/assemblyai/testing'
import { azureSpeech } from '@stt-webhooks/azure-speech'
import { simulator as azureSpeechSimulator } from '@stt-webhooks/azure-speech/testing'
import type { Provider } from '@stt-webhooks/core'
import { revAi } from '@stt-webhooks/rev-ai'
import { simulator as revAiSimulator } from '@stt-webhooks/rev-ai/testing'
import { smallestAi } from '@stt-webhooks/smallest-ai'
import { simulator as smallestAiSimulator } from '@stt-webhooks/smallest-ai/testing'
import { speechmatics } from '@stt-webhooks/speechmatics'
import { simulator as speechmaticsSimulator } from '@stt-webhooks/speechmatics/testing'
import type { Simulator, SimulatorOptions } from '@stt-webhooks/testing'

/** A provider, and a stand-in for the service that sends to it. */
export interface Service {
  readonly provider: Provider
  simulator(options: SimulatorOptions): Simulator
}

/** All five, with one secret each. */
export function createServices(secret: string): readonly Service[] {
  return [
    { provider: assemblyai({ secret }), simulator: assemblyaiSimulator },
    { provider: azureSpeech({ secret }), simulator: azureSpeechSimulator },
    { provider: revAi({ secret }), simulator: revAiSimulator },
    { provider: smallestAi({ secret }), simulator: smallestAiSimulator },
    { provider: speechmatics({ secret }), simulator: speechmaticsSimulator },
  ]
}
