import type { Transcript } from '@stt-webhooks/core/provider'
import {
  createSimulator,
  type Fixture,
  loadFixtures,
  type ProviderSubject,
  type SimulatedDelivery,
  type SimulationOptions,
  type Simulator,
  type SimulatorOptions,
  withQuery,
} from '@stt-webhooks/testing'
import { smallestAi } from './index.ts'
import { type SmallestAiFakeApi, type SmallestAiFakeApiOptions, startFakeApi } from './testing/fake-api.ts'
import { pulsePro, type SmallestAiDelivery, spoken, templates } from './testing/templates.ts'

export type { SmallestAiFakeApi, SmallestAiFakeApiOptions, SmallestAiFault } from './testing/fake-api.ts'
export type { SmallestAiFakeJob } from './testing/fake-job.ts'
export type { SmallestAiDelivery } from './testing/templates.ts'

/** The bodies of Smallest.ai's documentation, each with its source. */
export const fixtures: readonly Fixture[] = loadFixtures(new URL('../fixtures/', import.meta.url))

/** What Smallest.ai's API answers, each with its source. */
export const apiFixtures: readonly Fixture[] = loadFixtures(new URL('../fixtures/api/', import.meta.url))

/** A real server that answers as the API of Smallest.ai does; close it when the test ends. */
export function fakeApi(options: SmallestAiFakeApiOptions = {}): Promise<SmallestAiFakeApi> {
  return startFakeApi(apiFixtures, options)
}

export interface SmallestAiSimulatorOptions extends Omit<SimulatorOptions, 'secret'> {
  /** The token. Without it the URL is called as it is: one that `receiver.callbackUrl()` or `submitParameters()` made. */
  readonly secret?: string | undefined
  /** Where the URL holds the token: in the query, or as its last path segment. Default: `query`. */
  readonly tokenIn?: 'query' | 'path' | undefined
  /** Default: `token`. */
  readonly parameter?: string | undefined
}

export interface SmallestAiSimulationOptions extends SimulationOptions {
  /** Sent as Pulse Pro sends it. `channel`, `source` and what utterances are sure of have no place on the wire. */
  readonly transcript?: Transcript | undefined
}

export interface SmallestAiSimulator extends Simulator<SmallestAiDelivery> {
  completed(options?: SmallestAiSimulationOptions): SimulatedDelivery
}

/** Sends what Smallest.ai sends, to a callback URL that holds the secret. */
export function simulator(options: SmallestAiSimulatorOptions = {}): SmallestAiSimulator {
  const { secret, url = '/webhooks/stt/smallest-ai', tokenIn = 'query', parameter = 'token' } = options
  const simulator = createSimulator({
    provider: 'smallest-ai',
    url,
    templates,
    completed: 'pulse-pro.success',
    failed: 'pulse-pro.failed',
    sign: (delivery) =>
      secret === undefined ? delivery : { ...delivery, url: withToken(delivery.url, secret) },
  })

  function withToken(bare: string, token: string): string {
    return tokenIn === 'path' ? withLastSegment(bare, token) : withQuery(bare, { [parameter]: token })
  }

  return {
    ...simulator,
    completed({ transcript = spoken, jobId, ...changes } = {}) {
      return simulator.completed({ ...changes, body: changes.body ?? pulsePro(transcript, jobId).body })
    },
  }
}

function withLastSegment(url: string, segment: string): string {
  const [path = '', ...query] = url.split('?')
  return [`${path}/${encodeURIComponent(segment)}`, ...query].join('?')
}

/** Smallest.ai for `providerSuite`. */
export const subject: ProviderSubject = {
  create: (options) => smallestAi(options),
  // What a user of plain JavaScript could pass.
  createUnsafely: (secret) => Reflect.apply(smallestAi, undefined, [{ secret }]),
  createUnauthenticated: () => smallestAi({ unsafeAllowUnauthenticated: true }),
  credential: { parameter: 'token' },
  signsBody: false,
  fixtures,
  simulator,
}
