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
import { speechmatics } from './index.ts'
import { type BodyOf, type FailureForm, failures, type SuccessForm, successes } from './testing/bodies.ts'
import {
  type SpeechmaticsFakeApi,
  type SpeechmaticsFakeApiOptions,
  startFakeApi,
} from './testing/fake-api.ts'
import { toJsonV2 } from './testing/json-v2.ts'

export type {
  SpeechmaticsFakeApi,
  SpeechmaticsFakeApiOptions,
  SpeechmaticsFault,
} from './testing/fake-api.ts'
export type { SpeechmaticsFakeJob } from './testing/fake-job.ts'

/** Bodies in every form that Speechmatics documents, each with its source. */
export const fixtures: readonly Fixture[] = loadFixtures(new URL('../fixtures/', import.meta.url))

/** What Speechmatics' API answers, and what it is asked to do, each with its source. */
export const apiFixtures: readonly Fixture[] = loadFixtures(new URL('../fixtures/api/', import.meta.url))

/** A real server that answers as the API of Speechmatics does; close it when the test ends. */
export function fakeApi(options: SpeechmaticsFakeApiOptions = {}): Promise<SpeechmaticsFakeApi> {
  return startFakeApi(apiFixtures, options)
}

/** Every kind of delivery: the status, then the form of the body. */
export type SpeechmaticsDelivery =
  | `success.${SuccessForm}`
  | 'success.json-v2.put'
  | `${'error' | 'fetch_error' | 'trim_error'}.${FailureForm}`

const jobOfFixture = 'r6sr3jlzjj'

function delivery(status: string, body: BodyOf, method = 'POST') {
  return (jobId = jobOfFixture): Template => ({ method, query: { id: jobId, status }, ...body(jobId) })
}

const templates: Readonly<Record<SpeechmaticsDelivery, (jobId?: string) => Template>> = {
  'success.json-v2': delivery('success', successes['json-v2']),
  'success.json-v2.put': delivery('success', successes['json-v2'], 'PUT'),
  'success.txt': delivery('success', successes.txt),
  'success.txt.speakers': delivery('success', successes['txt.speakers']),
  'success.srt': delivery('success', successes.srt),
  'success.jobinfo': delivery('success', successes.jobinfo),
  'success.empty': delivery('success', successes.empty),
  'success.data': delivery('success', successes.data),
  'success.multipart': delivery('success', successes.multipart),
  'success.multipart.data': delivery('success', successes['multipart.data']),
  'success.multipart.data_file': delivery('success', successes['multipart.data_file']),
  'success.alignment.word_start_and_end': delivery('success', successes['alignment.word_start_and_end']),
  'success.alignment.one_per_line': delivery('success', successes['alignment.one_per_line']),
  'success.alignment.jobinfo': delivery('success', successes['alignment.jobinfo']),
  'success.alignment.multipart': delivery('success', successes['alignment.multipart']),
  'error.empty': delivery('error', failures.empty),
  'error.jobinfo': delivery('error', failures.jobinfo),
  'error.multipart': delivery('error', failures.multipart),
  'error.multipart.empty': delivery('error', failures['multipart.empty']),
  'error.alignment.jobinfo': delivery('error', failures['alignment.jobinfo']),
  'fetch_error.empty': delivery('fetch_error', failures.empty),
  'fetch_error.jobinfo': delivery('fetch_error', failures.jobinfo),
  'fetch_error.multipart': delivery('fetch_error', failures.multipart),
  'fetch_error.multipart.empty': delivery('fetch_error', failures['multipart.empty']),
  'fetch_error.alignment.jobinfo': delivery('fetch_error', failures['alignment.jobinfo']),
  'trim_error.empty': delivery('trim_error', failures.empty),
  'trim_error.jobinfo': delivery('trim_error', failures.jobinfo),
  'trim_error.multipart': delivery('trim_error', failures.multipart),
  'trim_error.multipart.empty': delivery('trim_error', failures['multipart.empty']),
  'trim_error.alignment.jobinfo': delivery('trim_error', failures['alignment.jobinfo']),
}

export interface SpeechmaticsSimulationOptions extends SimulationOptions {
  /** Sent as json-v2. */
  readonly transcript?: Transcript | undefined
}

export interface SpeechmaticsSimulator extends Simulator<SpeechmaticsDelivery> {
  /** A finished transcription with its json-v2 transcript. */
  completed(options?: SpeechmaticsSimulationOptions): SimulatedDelivery
}

/** Sends what Speechmatics sends, with `Authorization: Bearer <secret>`. */
export function simulator(options: SimulatorOptions): SpeechmaticsSimulator {
  const simulated = createSimulator({
    provider: 'speechmatics',
    url: options.url ?? '/webhooks/stt/speechmatics',
    templates,
    completed: 'success.json-v2',
    failed: 'error.jobinfo',
    sign: (one) => ({ ...one, headers: { ...one.headers, authorization: `Bearer ${options.secret}` } }),
  })
  return {
    ...simulated,
    completed({ transcript, ...rest } = {}) {
      if (transcript === undefined) return simulated.completed(rest)
      const body = JSON.stringify(toJsonV2(rest.jobId ?? jobOfFixture, transcript))
      return simulated.completed({ body, ...rest })
    },
  }
}

/** Speechmatics for `providerSuite`. */
export const subject: ProviderSubject = {
  create: (options) => speechmatics(options),
  // What a user of plain JavaScript could pass.
  createUnsafely: (secret) => Reflect.apply(speechmatics, undefined, [{ secret }]),
  createUnauthenticated: () => speechmatics({ unsafeAllowUnauthenticated: true }),
  credential: { header: 'authorization' },
  signsBody: false,
  fixtures,
  simulator,
}
