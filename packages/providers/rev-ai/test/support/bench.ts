import { type ManualClock, manualClock } from '@stt-webhooks/api-client/testing'
import { createReceiver, type Transcript } from '@stt-webhooks/core'
import { type RevAiApiOptions, type RevAiEvent, revAi } from '@stt-webhooks/rev-ai'
import {
  fakeApi,
  type RevAiDelivery,
  type RevAiFakeApi,
  type RevAiFakeApiOptions,
  simulator,
} from '@stt-webhooks/rev-ai/testing'
import { type Delivered, deliver, type SimulatedDelivery, type Simulator } from '@stt-webhooks/testing'
import { onTestFinished } from 'vitest'
import { createRevAiApi } from '../../src/api.ts'

/** The API key of all tests: it must be seen nowhere but in requests to the API. */
export const canary = 'canary-3b7e1d90a4'

export const simulate: Simulator<RevAiDelivery> = simulator({ secret: 's3cret' })

export interface Bench {
  readonly api: RevAiFakeApi
  readonly clock: ManualClock
  /** What the handlers of `transcript.completed` were given. */
  readonly transcripts: readonly Transcript[]
  /** What a handler or an `onError` listener can see, and what is logged. */
  readonly seen: readonly unknown[]
  receive(delivery: SimulatedDelivery): Promise<Delivered<RevAiEvent>>
  /** What the only handler failed with. */
  failure(jobId: string): Promise<unknown>
}

/** A receiver whose handler wants the transcript, a fake API, and pauses that are over at once. */
export async function bench(
  options: RevAiApiOptions = {},
  fakeOptions: RevAiFakeApiOptions = {},
): Promise<Bench> {
  const api = await fakeApi({ apiKey: canary, ...fakeOptions })
  onTestFinished(() => api.close())
  const clock = manualClock()
  const settings = { apiKey: canary, ...options, transport: api.transport }
  const transcripts: Transcript[] = []
  const seen: unknown[] = []
  const log = (line: string) => void seen.push(line)
  const provider = { ...revAi({ secret: 's3cret', ...settings }), api: createRevAiApi(settings, clock) }
  const receiver = createReceiver([provider], { logger: { info: log, warn: log, error: log } })
  receiver.onError((error) => void seen.push(error))
  receiver.on('transcript.completed', async (event, { transcript }) => {
    seen.push(event)
    transcripts.push(await transcript())
  })

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
export async function fetched(
  { receive, transcripts }: Bench,
  delivery: SimulatedDelivery,
): Promise<Transcript> {
  const { handlers } = await receive(delivery)
  const error = handlers[0]?.error
  if (error !== undefined) throw error
  const transcript = transcripts.at(-1)
  if (transcript === undefined) throw new Error('no handler ran')
  return transcript
}

/** A notice of a job with these fields. */
export function notice(job: Readonly<Record<string, unknown>>): SimulatedDelivery {
  return simulate.completed({ body: JSON.stringify({ job: { status: 'transcribed', ...job } }) })
}
