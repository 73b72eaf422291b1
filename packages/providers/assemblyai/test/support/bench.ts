import { type ManualClock, manualClock } from '@stt-webhooks/api-client/testing'
import { type AssemblyAiApiOptions, type AssemblyAiEvent, assemblyai } from '@stt-webhooks/assemblyai'
import {
  type AssemblyAiFakeApi,
  type AssemblyAiFakeApiOptions,
  type AssemblyAiSimulator,
  fakeApi,
  simulator,
} from '@stt-webhooks/assemblyai/testing'
import { createReceiver, type Transcript } from '@stt-webhooks/core'
import { type Delivered, deliver, type SimulatedDelivery } from '@stt-webhooks/testing'
import { onTestFinished } from 'vitest'
import { createAssemblyAiApi } from '../../src/api.ts'

/** The API key of all tests: it must be seen nowhere but in requests to the API. */
export const canary = 'canary-5f0d2c9e71'

export const simulate: AssemblyAiSimulator = simulator({
  secret: 's3cret',
  url: '/webhooks/stt/assemblyai?order=7',
})

export interface Bench {
  readonly api: AssemblyAiFakeApi
  readonly clock: ManualClock
  /** What the handlers of `transcript.completed` were given. */
  readonly transcripts: readonly Transcript[]
  /** What a handler or an `onError` listener can see, and what is logged. */
  readonly seen: readonly unknown[]
  receive(delivery: SimulatedDelivery): Promise<Delivered<AssemblyAiEvent>>
  /** The code of the error that the only handler failed with. */
  failure(jobId: string): Promise<unknown>
}

/** A receiver whose handler wants the transcript, a fake API, and pauses that are over at once. */
export async function bench(
  options: AssemblyAiApiOptions = {},
  fakeOptions: AssemblyAiFakeApiOptions = {},
): Promise<Bench> {
  const api = await fakeApi({ apiKey: canary, ...fakeOptions })
  onTestFinished(() => api.close())
  const clock = manualClock()
  const settings = { apiKey: canary, ...options, transport: api.transport }
  const transcripts: Transcript[] = []
  const seen: unknown[] = []
  const log = (line: string) => void seen.push(line)
  const receiver = createReceiver(
    [{ ...assemblyai({ secret: 's3cret', ...settings }), api: createAssemblyAiApi(settings, clock) }],
    { logger: { info: log, warn: log, error: log } },
  )
  receiver.onError((error) => void seen.push(error))
  receiver.on('transcript.completed', async (_, { transcript }) => {
    transcripts.push(await transcript())
  })
  receiver.on('transcript.failed', () => {})
  receiver.on('audio.redacted', () => {})

  const receive = (delivery: SimulatedDelivery) => deliver(receiver, delivery)
  return {
    api,
    clock,
    transcripts,
    seen,
    receive,
    async failure(jobId) {
      const { handlers } = await receive(simulate.completed({ jobId }))
      return handlers[0]?.error
    },
  }
}

/** The transcript that a handler gets of a job. */
export async function fetched({ receive, transcripts }: Bench, jobId: string): Promise<Transcript> {
  const { handlers } = await receive(simulate.completed({ jobId }))
  const error = handlers[0]?.error
  if (error !== undefined) throw error
  const transcript = transcripts.at(-1)
  if (transcript === undefined) throw new Error('no handler ran')
  return transcript
}
