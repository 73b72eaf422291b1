import { Buffer } from 'node:buffer'
import type { Transcript } from '@stt-webhooks/core'
import {
  createSimulator,
  type Fixture,
  loadFixtures,
  type ProviderSubject,
  type SimulatedDelivery,
  type SimulationOptions,
  type Simulator,
  type SimulatorOptions,
  type Template,
} from '@stt-webhooks/testing'
import {
  type AssemblyAiRedactedAudioNotification,
  type AssemblyAiTranscriptNotification,
  assemblyai,
} from './index.ts'
import { type AssemblyAiFakeApi, type AssemblyAiFakeApiOptions, startFakeApi } from './testing/fake-api.ts'
import { hello, toSession } from './testing/session.ts'

export type { AssemblyAiFakeApi, AssemblyAiFakeApiOptions, AssemblyAiFakeJob } from './testing/fake-api.ts'

/** The bodies of AssemblyAI's documentation, each with its source. */
export const fixtures: readonly Fixture[] = loadFixtures(new URL('../fixtures/', import.meta.url))

/** The answers of AssemblyAI's API in its documentation, each with its source. */
export const apiFixtures: readonly Fixture[] = loadFixtures(new URL('../fixtures/api/', import.meta.url))

/** A real server that answers as the API of AssemblyAI does; close it when the test ends. */
export function fakeApi(options: AssemblyAiFakeApiOptions = {}): Promise<AssemblyAiFakeApi> {
  return startFakeApi(apiFixtures, options)
}

/** Every kind of delivery, by product and outcome. */
export type AssemblyAiDelivery =
  | 'transcript.completed'
  | 'transcript.error'
  | 'redacted-audio.ready'
  | 'streaming.ended'

const jobOfFixture = '9ea68fd3-f953-42c1-9742-976c447fb463'

const templates: Readonly<Record<AssemblyAiDelivery, (jobId?: string) => Template>> = {
  'transcript.completed': (jobId) => toTemplate(transcript('completed', jobId)),
  'transcript.error': (jobId) => toTemplate(transcript('error', jobId)),
  'redacted-audio.ready': (jobId) => toTemplate(redactedAudio(jobId)),
  'streaming.ended': (jobId = jobOfFixture) => toTemplate(toSession(hello, jobId)),
}

function toTemplate(body: unknown): Template {
  return { headers: { 'content-type': 'application/json' }, body: Buffer.from(JSON.stringify(body)) }
}

function transcript(status: string, jobId = jobOfFixture): AssemblyAiTranscriptNotification {
  return { transcript_id: jobId, status }
}

/** The id becomes the name of the file: the body has no other place for it. */
function redactedAudio(jobId = jobOfFixture): AssemblyAiRedactedAudioNotification {
  const file = `https://s3.us-west-2.amazonaws.com/api.assembly.ai.usw2/redacted-audio/${encodeURIComponent(jobId)}.mp3`
  const query = 'AWSAccessKeyId=simulated&Signature=simulated&Expires=1795255242'
  return { status: 'redacted_audio_ready', redacted_audio_url: `${file}?${query}` }
}

export interface AssemblyAiSimulationOptions extends SimulationOptions {
  /** Sent as a streaming session, its utterances as turns: AssemblyAI's other deliveries carry no transcript: for those there is `fakeApi()`. */
  readonly transcript?: Transcript | undefined
}

export interface AssemblyAiSimulator extends Simulator<AssemblyAiDelivery> {
  /** A finished transcription; with `transcript` the end of a streaming session. */
  completed(options?: AssemblyAiSimulationOptions): SimulatedDelivery
}

export interface AssemblyAiSimulatorOptions extends SimulatorOptions {
  /** The header that AssemblyAI was told to send. Default: `x-webhook-secret`. */
  readonly header?: string | undefined
}

/** Sends what AssemblyAI sends, with the secret in the header that the caller chose. */
export function simulator(options: AssemblyAiSimulatorOptions): AssemblyAiSimulator {
  const { secret, url = '/webhooks/stt/assemblyai', header = 'x-webhook-secret' } = options
  const simulated = createSimulator({
    provider: 'assemblyai',
    url,
    templates,
    completed: 'transcript.completed',
    failed: 'transcript.error',
    sign: (delivery) => ({ ...delivery, headers: { ...delivery.headers, [header]: secret } }),
  })
  return {
    ...simulated,
    completed({ transcript, ...rest } = {}) {
      if (transcript === undefined) return simulated.completed(rest)
      const body = rest.body ?? JSON.stringify(toSession(transcript, rest.jobId ?? jobOfFixture))
      return simulated.simulate('streaming.ended', { ...rest, body })
    },
  }
}

/** AssemblyAI for `providerSuite`. */
export const subject: ProviderSubject = {
  create: (options) => assemblyai(options),
  // What a user of plain JavaScript could pass.
  createUnsafely: (secret) => Reflect.apply(assemblyai, undefined, [{ secret }]),
  createUnauthenticated: () => assemblyai({ unsafeAllowUnauthenticated: true }),
  credential: { header: 'x-webhook-secret' },
  signsBody: false,
  fixtures,
  simulator,
}
