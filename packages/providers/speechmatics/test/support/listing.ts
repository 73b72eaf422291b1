import { type ManualClock, manualClock } from '@stt-webhooks/api-client/testing'
import { eventId, type JobReport, type ProviderApi } from '@stt-webhooks/core/provider'
import type { SpeechmaticsEvent } from '@stt-webhooks/speechmatics'
import {
  fakeApi,
  type SpeechmaticsFakeApi,
  type SpeechmaticsFakeApiOptions,
} from '@stt-webhooks/speechmatics/testing'
import { onTestFinished } from 'vitest'
import { createSpeechmaticsApi } from '../../src/api.ts'
import { canary } from './bench.ts'

export type Report = JobReport<SpeechmaticsEvent>

/** Never aborted. */
const call = { signal: new AbortController().signal }

/** Long before every job. */
export const ever: Date = new Date(0)

export interface Listing {
  readonly api: SpeechmaticsFakeApi
  readonly clock: ManualClock
  readonly provider: ProviderApi<SpeechmaticsEvent>
  pages(since?: Date): AsyncIterator<readonly Report[]>
  /** All pages that have jobs, and what was asked. */
  walk(since?: Date): Promise<{ readonly pages: readonly (readonly Report[])[]; readonly asked: string[] }>
  job(jobId: string): Promise<Report | undefined>
}

/** What the sweep does, against a fake API. */
export async function listing(options: SpeechmaticsFakeApiOptions = {}): Promise<Listing> {
  const api = await fakeApi({ apiKey: canary, ...options })
  onTestFinished(() => api.close())
  const clock = manualClock()
  const { region } = options
  const provider = createSpeechmaticsApi({ apiKey: canary, region, transport: api.transport }, clock)

  function pages(since = ever): AsyncIterator<readonly Report[]> {
    const list = provider.listJobs?.(since, call)
    if (list === undefined) throw new Error('there is no list')
    return list[Symbol.asyncIterator]()
  }
  return {
    api,
    clock,
    provider,
    pages,
    async walk(since) {
      const iterator = pages(since)
      const found: (readonly Report[])[] = []
      for (let one = await iterator.next(); one.done !== true; one = await iterator.next())
        if (one.value.length > 0) found.push(one.value)
      return { pages: found, asked: api.requests.map(({ query }) => query.get('created_before') ?? 'now') }
    },
    async job(jobId) {
      return await provider.getJob?.({ jobId }, call)
    },
  }
}

/** The id that the event of a report has at the default endpoint. */
export function idOf({ product, event }: Report): string | undefined {
  return event && eventId('speechmatics', product, event.key, new Uint8Array())
}
