import { Buffer } from 'node:buffer'
import type { Transcript, Utterance, Word } from '@stt-webhooks/core'
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
  type AssemblyAiStreamingNotification,
  type AssemblyAiTranscriptNotification,
  type AssemblyAiTurn,
  assemblyai,
} from './index.ts'

/** The bodies of AssemblyAI's documentation, each with its source. */
export const fixtures: readonly Fixture[] = loadFixtures(new URL('../fixtures/', import.meta.url))

/** Every kind of delivery, by product and outcome. */
export type AssemblyAiDelivery =
  | 'transcript.completed'
  | 'transcript.error'
  | 'redacted-audio.ready'
  | 'streaming.ended'

const jobOfFixture = '9ea68fd3-f953-42c1-9742-976c447fb463'

const hello: Transcript = {
  text: 'Hello there. Hi.',
  language: 'en',
  words: [
    { text: 'Hello', start: 0.48, end: 0.72, confidence: 0.98, speaker: 'A' },
    { text: 'there.', start: 0.76, end: 1.04, confidence: 0.97, speaker: 'A' },
    { text: 'Hi.', start: 1.6, end: 1.76, confidence: 0.91, speaker: 'B' },
  ],
  utterances: [
    { text: 'Hello there.', start: 0.48, end: 1.04, speaker: 'A' },
    { text: 'Hi.', start: 1.6, end: 1.76, speaker: 'B' },
  ],
  speakers: ['A', 'B'],
}

const templates: Readonly<Record<AssemblyAiDelivery, (jobId?: string) => Template>> = {
  'transcript.completed': (jobId) => toTemplate(transcript('completed', jobId)),
  'transcript.error': (jobId) => toTemplate(transcript('error', jobId)),
  'redacted-audio.ready': (jobId) => toTemplate(redactedAudio(jobId)),
  'streaming.ended': (jobId) => toTemplate(session(hello, jobId)),
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

function session(transcript: Transcript, jobId = jobOfFixture): AssemblyAiStreamingNotification {
  const { text, words, language } = transcript
  const whole: readonly Utterance[] = text === '' ? [] : [{ text }]
  const utterances = transcript.utterances.length === 0 ? whole : transcript.utterances
  // A word belongs to the last utterance that had begun.
  const utteranceOf = (word: Word) =>
    utterances.findLast(({ start = 0 }) => start <= word.start) ?? utterances[0]
  const messages = utterances.map((utterance, order) => {
    const own = words.filter((word) => utteranceOf(word) === utterance)
    return turn(order, utterance, own, language)
  })
  return { session_id: jobId, messages }
}

function turn(
  order: number,
  { text, speaker }: Utterance,
  words: readonly Word[],
  language: string | undefined,
): AssemblyAiTurn {
  return {
    turn_order: order,
    turn_is_formatted: true,
    end_of_turn: true,
    transcript: text,
    end_of_turn_confidence: 1,
    words: words.map((word) => ({
      start: Math.round(word.start * 1000),
      end: Math.round(word.end * 1000),
      text: word.text,
      confidence: word.confidence ?? 1,
      word_is_final: true,
      ...(word.speaker !== undefined && { speaker: word.speaker }),
    })),
    utterance: text,
    ...(language !== undefined && { language_code: language }),
    ...(speaker !== undefined && { speaker_label: speaker }),
    type: 'Turn',
  }
}

export interface AssemblyAiSimulationOptions extends SimulationOptions {
  /** Sent as a streaming session, its utterances as turns: AssemblyAI's other deliveries carry no transcript. */
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
      const body = rest.body ?? JSON.stringify(session(transcript, rest.jobId))
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
