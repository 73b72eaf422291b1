import type { ApiClientOptions } from '@stt-webhooks/api-client'
import { type ManualClock, manualClock } from '@stt-webhooks/api-client/testing'
import type { AssemblyAiApiOptions, AssemblyAiEvent } from '@stt-webhooks/assemblyai'
import { type AssemblyAiFakeApi, fakeApi } from '@stt-webhooks/assemblyai/testing'
import type { JobName, JobReport, ProviderApi } from '@stt-webhooks/core/provider'
import { onTestFinished } from 'vitest'
import { createAssemblyAiApi } from '../../src/api.ts'
import { canary } from './bench.ts'

type Report = JobReport<AssemblyAiEvent>

export interface Account {
  readonly api: AssemblyAiFakeApi
  readonly clock: ManualClock
  /** For a client of a test's own. */
  readonly client: ApiClientOptions
  pages(since?: Date, signal?: AbortSignal): AsyncIterator<readonly Report[]>
  /** Every page, to the end. */
  list(since?: Date): Promise<readonly Report[]>
  get(job: JobName): Promise<Report | undefined>
}

const now = Date.UTC(2026, 10, 21, 12)

/** A time so many hours ago, as the account sees it. */
export function ago(hours: number): Date {
  return new Date(now - hours * 3_600_000)
}

/** An account whose jobs can be listed, on a fake API, with pauses that are over at once. */
export async function account(
  options: AssemblyAiApiOptions = {},
  today: () => number = () => now,
): Promise<Account> {
  const api = await fakeApi({ apiKey: canary, now: today })
  onTestFinished(() => api.close())
  const clock = manualClock()
  const { listJobs, getJob }: ProviderApi<AssemblyAiEvent> = createAssemblyAiApi(
    { apiKey: canary, ...options, transport: api.transport },
    clock,
  )
  const never = new AbortController().signal
  function pages(since = ago(24 * 90), signal = never): AsyncIterator<readonly Report[]> {
    if (listJobs === undefined) throw new Error('there is no list')
    return listJobs(since, { signal })[Symbol.asyncIterator]()
  }
  return {
    api,
    clock,
    client: {
      provider: 'assemblyai',
      base: 'https://api.assemblyai.com',
      authorize: () => ({ authorization: canary }),
      transport: api.transport,
      clock,
    },
    pages,
    async list(since) {
      const reports: Report[] = []
      const iterator = pages(since)
      for (let page = await iterator.next(); !page.done; page = await iterator.next())
        reports.push(...page.value)
      return reports
    },
    async get(job) {
      if (getJob === undefined) throw new Error('no job can be asked for')
      return await getJob(job, { signal: never })
    },
  }
}
