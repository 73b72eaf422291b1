import { assemblyai } from '@stt-webhooks/assemblyai'
import * as assemblyaiService from '@stt-webhooks/assemblyai/testing'
import { azureSpeech } from '@stt-webhooks/azure-speech'
import * as azureSpeechService from '@stt-webhooks/azure-speech/testing'
import type { Provider, Transcript } from '@stt-webhooks/core'
import { revAi } from '@stt-webhooks/rev-ai'
import * as revAiService from '@stt-webhooks/rev-ai/testing'
import { smallestAi } from '@stt-webhooks/smallest-ai'
import * as smallestAiService from '@stt-webhooks/smallest-ai/testing'
import { speechmatics } from '@stt-webhooks/speechmatics'
import * as speechmaticsService from '@stt-webhooks/speechmatics/testing'
import type { Simulator, SimulatorOptions } from '@stt-webhooks/testing'

/** A provider, and a stand-in for its service: what it sends, and the API that can be asked. */
export interface Service {
  readonly provider: Provider
  simulator(options: SimulatorOptions): Simulator
  /** Lets the API know the job that a delivery of this name is about. */
  addJob(id: string, delivery: string): void
  close(): Promise<void>
}

const transcript: Transcript = {
  text: 'Fetched from the API.',
  language: 'en',
  words: ['Fetched', 'from', 'the', 'API.'].map((text, index) => ({
    text,
    start: index * 0.4,
    end: index * 0.4 + 0.3,
    speaker: 'A',
  })),
  utterances: [{ text: 'Fetched from the API.', start: 0, end: 1.5, speaker: 'A' }],
  speakers: ['A'],
}

const apiKey = 'key-of-the-account'
const isFailure = (delivery: string): boolean => /fail|error/i.test(delivery)

/** All five, with one secret for all. */
export async function createServices(secret: string): Promise<readonly Service[]> {
  const [assemblyaiApi, azureSpeechApi, revAiApi, speechmaticsApi] = await Promise.all([
    assemblyaiService.fakeApi({ apiKey }),
    azureSpeechService.fakeApi({ apiKey }),
    revAiService.fakeApi({ apiKey }),
    speechmaticsService.fakeApi({ apiKey }),
  ])
  return [
    {
      provider: assemblyai({ secret, apiKey, transport: assemblyaiApi.transport }),
      simulator: assemblyaiService.simulator,
      addJob(id, delivery) {
        assemblyaiApi.addJob(
          isFailure(delivery) ? { id, status: 'error' } : { id, status: 'completed', transcript },
        )
      },
      close: assemblyaiApi.close,
    },
    {
      provider: azureSpeech({ secret, apiKey, region: 'westus', transport: azureSpeechApi.transport }),
      simulator: azureSpeechService.simulator,
      addJob(id, delivery) {
        const product = (['dataset', 'model', 'evaluation', 'endpoint'] as const).find((one) =>
          delivery.includes(one),
        )
        azureSpeechApi.addJob({ id, product, transcripts: [transcript] })
      },
      close: azureSpeechApi.close,
    },
    {
      provider: revAi({ secret, apiKey, transport: revAiApi.transport }),
      simulator: revAiService.simulator,
      addJob: (id) => revAiApi.addJob({ id, status: 'transcribed', transcript }),
      close: revAiApi.close,
    },
    {
      // Its deliveries hold the transcript, and there is no API to fetch it from.
      provider: smallestAi({ secret }),
      simulator: smallestAiService.simulator,
      addJob() {},
      async close() {},
    },
    {
      provider: speechmatics({ secret, apiKey, transport: speechmaticsApi.transport }),
      simulator: speechmaticsService.simulator,
      addJob(id, delivery) {
        speechmaticsApi.addJob(
          isFailure(delivery) ? { id, status: 'rejected' } : { id, status: 'done', transcript },
        )
      },
      close: speechmaticsApi.close,
    },
  ]
}
