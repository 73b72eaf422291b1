import { type ManualClock, manualClock } from '@stt-webhooks/api-client/testing'
import {
  type AzureSpeechEvent,
  type AzureSpeechOptions,
  type AzureSpeechProvider,
  azureSpeech,
} from '@stt-webhooks/azure-speech'
import {
  type AzureSpeechDelivery,
  type AzureSpeechFakeApi,
  type AzureSpeechFakeApiOptions,
  apiFixtures,
  fakeApi,
  simulator,
} from '@stt-webhooks/azure-speech/testing'
import { createReceiver, type Transcript } from '@stt-webhooks/core'
import { type Delivered, deliver, type SimulatedDelivery, type Simulator } from '@stt-webhooks/testing'
import { onTestFinished } from 'vitest'
import { createHooks } from '../../src/api/hooks.ts'
import { createAzureSpeechApi } from '../../src/api.ts'

/** The API key of all tests: it must be seen nowhere but in requests to the API. */
export const canary = 'canary-5f0d2c9e71'

/** The job that the fake knows from the start, and that the examples of 2024-11-15 and v3.0 are about. */
export const exampleId = 'ba7ea6f5-3065-40b7-b49a-a90f48584683'

export const simulate: Simulator<AzureSpeechDelivery> = simulator({
  secret: 's3cret',
  url: '/webhooks/stt/azure-speech?order=7',
})

/** The exact bytes of an answer, as the service's documentation has it. */
export function sample(file: string): Uint8Array {
  const found = apiFixtures.find((fixture) => fixture.file === file)
  if (found === undefined) throw new RangeError(file)
  return found.bytes
}

export interface Bench {
  readonly api: AzureSpeechFakeApi
  readonly provider: AzureSpeechProvider
  readonly clock: ManualClock
  /** What the handlers were given of each event that has transcripts. */
  readonly transcripts: readonly (readonly Transcript[])[]
  /** What a handler or an `onError` listener can see, and what is logged. */
  readonly seen: readonly unknown[]
  receive(delivery: SimulatedDelivery): Promise<Delivered<AzureSpeechEvent>>
}

/** A receiver whose handlers want the transcripts, a fake API, and pauses that are over at once. */
export async function bench(
  options: Partial<AzureSpeechOptions> = {},
  fakeOptions: AzureSpeechFakeApiOptions = {},
): Promise<Bench> {
  const api = await fakeApi({ apiKey: canary, ...fakeOptions })
  onTestFinished(() => api.close())
  const clock = manualClock()
  const place = options.apiUrl === undefined ? { region: 'westus' as const } : {}
  const settings = { apiKey: canary, ...place, ...options, transport: api.transport }
  const transcripts: (readonly Transcript[])[] = []
  const seen: unknown[] = []
  const log = (line: string) => void seen.push(line)
  const credentials = { secret: 's3cret', unsafeAllowUnauthenticated: false } as const
  const provider = {
    ...azureSpeech({ ...settings, ...credentials }),
    api: createAzureSpeechApi({ ...settings, endpoint: 'azure-speech', secret: 's3cret' }, clock),
    hooks: createHooks({ ...settings, ...credentials }, clock),
  }
  const receiver = createReceiver([provider], {
    logger: { info: log, warn: log, error: log },
  })
  receiver.onError((error) => void seen.push(error))
  receiver.on('transcript.completed', async (_, context) => {
    transcripts.push(await context.transcripts())
  })
  receiver.on('transcript.ended', async (_, context) => {
    transcripts.push(await context.transcripts())
  })
  receiver.on('transcript.failed', () => {})
  receiver.on('job.completed', () => {})

  return { api, provider, clock, transcripts, seen, receive: (delivery) => deliver(receiver, delivery) }
}

/** The transcripts that a handler gets of a job. */
export async function fetched(
  { receive, transcripts }: Bench,
  jobId: string,
): Promise<readonly Transcript[]> {
  const { handlers } = await receive(simulate.completed({ jobId }))
  const error = handlers[0]?.error
  if (error !== undefined) throw error
  const found = transcripts.at(-1)
  if (found === undefined) throw new Error('no handler ran')
  return found
}

/** The error that the only handler of a job failed with. */
export async function failure({ receive }: Bench, jobId: string): Promise<unknown> {
  const { handlers } = await receive(simulate.completed({ jobId }))
  return handlers[0]?.error
}
