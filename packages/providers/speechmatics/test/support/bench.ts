import { type ManualClock, manualClock } from '@stt-webhooks/api-client/testing'
import { createReceiver, type EventOf, type Transcript } from '@stt-webhooks/core'
import {
  type SpeechmaticsApiOptions,
  type SpeechmaticsProvider,
  speechmatics,
} from '@stt-webhooks/speechmatics'
import {
  apiFixtures,
  fakeApi,
  type SpeechmaticsFakeApi,
  type SpeechmaticsFakeApiOptions,
  type SpeechmaticsSimulator,
  simulator,
} from '@stt-webhooks/speechmatics/testing'
import { type Delivered, deliver, type FakeAnswer, type SimulatedDelivery } from '@stt-webhooks/testing'
import { onTestFinished } from 'vitest'
import { createSpeechmaticsApi } from '../../src/api.ts'

/** The API key of all tests: it must be seen nowhere but in requests to the API. */
export const canary = 'canary-5f0d2c9e71'

export const simulate: SpeechmaticsSimulator = simulator({
  secret: 's3cret',
  url: '/webhooks/stt/speechmatics?order=7',
})

/** The notice of a job that is done, without its transcript. */
export const thin = (jobId: string): SimulatedDelivery => simulate.simulate('success.jobinfo', { jobId })

/** The notice of a job that failed; the least that it can say. */
export const failed = (jobId: string): SimulatedDelivery => simulate.simulate('error.empty', { jobId })

/** A sample of the API, exactly. */
export function sample(file: string): string {
  return new TextDecoder().decode(apiFixtures.find((one) => one.file === file)?.bytes)
}

export function sampleAnswer(file: string): FakeAnswer {
  const { headers, bytes } = apiFixtures.find((one) => one.file === file) ?? {}
  return { status: Number(/\d{3}/.exec(file)?.[0] ?? 200), headers, body: bytes }
}

export interface BenchOptions extends SpeechmaticsApiOptions {
  /** How long ago the notice came, in milliseconds. Default: now. */
  readonly ageMs?: number
}

export interface Bench {
  readonly api: SpeechmaticsFakeApi
  readonly clock: ManualClock
  /** What the handlers of `transcript.completed` were given. */
  readonly transcripts: readonly Transcript[]
  /** What a handler or an `onError` listener can see, and what is logged. */
  readonly seen: readonly unknown[]
  receive(delivery: SimulatedDelivery): Promise<Delivered<EventOf<readonly [SpeechmaticsProvider]>>>
  /** What the only handler failed with. */
  failure(jobId: string): Promise<unknown>
}

/** A receiver whose handler wants the transcript, a fake API, and pauses that are over at once. */
export async function bench(
  { ageMs = 0, ...options }: BenchOptions = {},
  fakeOptions: SpeechmaticsFakeApiOptions = {},
): Promise<Bench> {
  const api = await fakeApi({ apiKey: canary, ...fakeOptions })
  onTestFinished(() => api.close())
  const clock = manualClock()
  const settings = { apiKey: canary, ...options, transport: api.transport }
  const transcripts: Transcript[] = []
  const seen: unknown[] = []
  const log = (line: string) => void seen.push(line)
  const receiver = createReceiver(
    [{ ...speechmatics({ secret: 's3cret', ...settings }), api: createSpeechmaticsApi(settings, clock) }],
    { logger: { info: log, warn: log, error: log }, now: () => clock.now() - ageMs },
  )
  receiver.onError((error) => void seen.push(error))
  receiver.on('transcript.completed', async (event, { transcript }) => {
    seen.push(event)
    transcripts.push(await transcript())
  })
  receiver.on('transcript.failed', (event) => void seen.push(event))
  receiver.on('job.failed', (event) => void seen.push(event))

  const receive = (delivery: SimulatedDelivery) => deliver(receiver, delivery)
  return {
    api,
    clock,
    transcripts,
    seen,
    receive,
    async failure(jobId) {
      const { handlers } = await receive(thin(jobId))
      return handlers[0]?.error
    },
  }
}

/** The transcript that a handler gets of a job. */
export async function fetched({ receive, transcripts }: Bench, jobId: string): Promise<Transcript> {
  const { handlers } = await receive(thin(jobId))
  const error = handlers[0]?.error
  if (error !== undefined) throw error
  const transcript = transcripts.at(-1)
  if (transcript === undefined) throw new Error('no handler ran')
  return transcript
}
