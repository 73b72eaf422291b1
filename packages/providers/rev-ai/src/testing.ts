import { Buffer } from 'node:buffer'
import {
  createSimulator,
  type Fixture,
  loadFixtures,
  type ProviderSubject,
  type Simulator,
  type SimulatorOptions,
  type Template,
} from '@stt-webhooks/testing'
import { revAi } from './index.ts'
import { type RevAiFakeApi, type RevAiFakeApiOptions, startFakeApi } from './testing/fake-api.ts'

export type { RevAiFakeApi, RevAiFakeApiOptions, RevAiFakeJob } from './testing/fake-api.ts'

/** The bodies of Rev AI's documentation, each with its source. */
export const fixtures: readonly Fixture[] = loadFixtures(new URL('../fixtures/', import.meta.url))

/** The answers of Rev AI's API in its documentation, each with its source. */
export const apiFixtures: readonly Fixture[] = loadFixtures(new URL('../fixtures/api/', import.meta.url))

/** A real server that answers as the API of Rev AI does; close it when the test ends. */
export function fakeApi(options: RevAiFakeApiOptions = {}): Promise<RevAiFakeApi> {
  return startFakeApi(apiFixtures, options)
}

const created = '2026-11-21T10:00:00.000Z'
const completed = '2026-11-21T10:00:42.000Z'

type Outcome = { readonly status: string; readonly failure?: string; readonly failure_detail?: string }

const failed: Outcome = {
  status: 'failed',
  failure: 'download_failure',
  failure_detail: 'Failed to download media file. Please check your url and file type',
}

function job(type: string, outcome: Outcome, more: Readonly<Record<string, unknown>> = {}) {
  return (jobId = 'Umx5c6F7pH7r'): Template =>
    toTemplate({
      job: { id: jobId, created_on: created, completed_on: completed, ...outcome, type, ...more },
    })
}

function vocabulary(outcome: Outcome) {
  return (jobId = 'cvyTRMp1vMZVgg'): Template =>
    toTemplate({ custom_vocabulary: { id: jobId, created_on: created, completed_on: completed, ...outcome } })
}

function toTemplate(body: unknown): Template {
  return { headers: { 'content-type': 'application/json' }, body: Buffer.from(JSON.stringify(body)) }
}

const media = { name: 'call.mp3', duration_seconds: 107, language: 'en' }
const translation = { target_languages: [{ language: 'es', model: 'premium', status: 'completed' }] }

/** Every kind of delivery, by product and outcome. */
export type RevAiDelivery =
  | 'async.transcribed'
  | 'async.failed'
  | 'async.translated'
  | 'human.transcribed'
  | 'human.failed'
  | 'sentiment-analysis.completed'
  | 'sentiment-analysis.failed'
  | 'topic-extraction.completed'
  | 'topic-extraction.failed'
  | 'language-id.completed'
  | 'language-id.failed'
  | 'alignment.completed'
  | 'alignment.failed'
  | 'custom-vocabulary.complete'
  | 'custom-vocabulary.failed'

const templates: Readonly<Record<RevAiDelivery, (jobId?: string) => Template>> = {
  'async.transcribed': job('async', { status: 'transcribed' }, media),
  'async.failed': job('async', failed),
  'async.translated': job('async', { status: 'transcribed' }, { ...media, translation }),
  'human.transcribed': job('human_tc', { status: 'transcribed' }, { ...media, transcriber: 'human' }),
  'human.failed': job('human_tc', failed),
  'sentiment-analysis.completed': job('sentiment_analysis', { status: 'completed' }, { word_count: 12 }),
  'sentiment-analysis.failed': job('sentiment_analysis', failed),
  'topic-extraction.completed': job('topic_extraction', { status: 'completed' }, { word_count: 12 }),
  'topic-extraction.failed': job('topic_extraction', failed),
  'language-id.completed': job('language_id', { status: 'completed' }, { processed_duration_seconds: 107 }),
  'language-id.failed': job('language_id', failed),
  'alignment.completed': job('alignment', { status: 'completed' }, { processed_duration_seconds: 107 }),
  'alignment.failed': job('alignment', failed),
  'custom-vocabulary.complete': vocabulary({ status: 'complete' }),
  'custom-vocabulary.failed': vocabulary({ status: 'failed', failure: 'internal_processing' }),
}

/** Sends what Rev AI sends, with `Authorization: Bearer <secret>`. */
export function simulator(options: SimulatorOptions): Simulator<RevAiDelivery> {
  return createSimulator({
    provider: 'rev-ai',
    url: options.url ?? '/webhooks/stt/rev-ai',
    templates,
    completed: 'async.transcribed',
    failed: 'async.failed',
    sign: (delivery) => ({
      ...delivery,
      headers: { ...delivery.headers, authorization: `Bearer ${options.secret}` },
    }),
  })
}

/** Rev AI for `providerSuite`. */
export const subject: ProviderSubject = {
  create: (options) => revAi(options),
  // What a user of plain JavaScript could pass.
  createUnsafely: (secret) => Reflect.apply(revAi, undefined, [{ secret }]),
  createUnauthenticated: () => revAi({ unsafeAllowUnauthenticated: true }),
  credential: { header: 'authorization' },
  signsBody: false,
  fixtures,
  simulator,
}
