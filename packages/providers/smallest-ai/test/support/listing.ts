import { type ManualClock, manualClock } from '@stt-webhooks/api-client/testing'
import { eventId, type JobName, type JobReport, type ProviderApi } from '@stt-webhooks/core/provider'
import type { SmallestAiEvent } from '@stt-webhooks/smallest-ai'
import {
  apiFixtures,
  fakeApi,
  type SmallestAiFakeApi,
  type SmallestAiFakeApiOptions,
} from '@stt-webhooks/smallest-ai/testing'
import { onTestFinished } from 'vitest'
import { createSmallestAiApi } from '../../src/api.ts'

/** The API key of all tests, and all that must not be seen: in requests to the API only. */
export const canary = 'canary-5f0d2c9e71'

export type Report = JobReport<SmallestAiEvent>

/** Never aborted. */
const call = { signal: new AbortController().signal }

/** Long before every job. */
export const ever: Date = new Date(0)

/** When the jobs of the fake are submitted, unless a test says otherwise. */
export const today: number = Date.UTC(2026, 10, 21, 10)

/** As the logs write it. */
export function logged(seconds: number): string {
  return new Date(today + seconds * 1_000).toISOString().slice(0, 19).replace('T', ' ')
}

/** A sample of the API, parsed. */
export function sample(file: string): unknown {
  return JSON.parse(new TextDecoder().decode(apiFixtures.find((one) => one.file === file)?.bytes))
}

export interface Listing {
  readonly api: SmallestAiFakeApi
  readonly clock: ManualClock
  readonly provider: ProviderApi<SmallestAiEvent>
  pages(since?: Date): AsyncIterator<readonly Report[]>
  /** All pages that have jobs, and which pages of which logs were asked for. */
  walk(since?: Date): Promise<{ readonly pages: readonly (readonly Report[])[]; readonly asked: string[] }>
  job(job: string | JobName): Promise<Report | undefined>
  asked(): string[]
}

/** What the sweep does, against a fake API. */
export async function listing(options: SmallestAiFakeApiOptions = {}): Promise<Listing> {
  const api = await fakeApi({ apiKey: canary, ...options })
  onTestFinished(() => api.close())
  const clock = manualClock(today)
  const provider = createSmallestAiApi({ apiKey: canary, transport: api.transport }, clock)
  if (provider === undefined) throw new Error('there is no API')

  function pages(since = ever): AsyncIterator<readonly Report[]> {
    const list = provider?.listJobs?.(since, call)
    if (list === undefined) throw new Error('there is no list')
    return list[Symbol.asyncIterator]()
  }
  const asked = (): string[] =>
    api.requests.map(({ path, query }) => `${path.split('/')[4]} ${query.get('page')}`)

  return {
    api,
    clock,
    provider,
    pages,
    asked,
    async walk(since) {
      const iterator = pages(since)
      const found: (readonly Report[])[] = []
      for (let one = await iterator.next(); one.done !== true; one = await iterator.next()) {
        if (one.value.length > 0) found.push(one.value)
      }
      return { pages: found, asked: asked() }
    },
    async job(job) {
      return await provider.getJob?.(typeof job === 'string' ? { jobId: job } : job, call)
    },
  }
}

/** The id that the event of a report has at the default endpoint. */
export function idOf({ product, event }: Report): string | undefined {
  return event && eventId('smallest-ai', product, event.key, new Uint8Array())
}
