import { assemblyai } from '@stt-webhooks/assemblyai'
import { fakeApi as fakeAssemblyAi } from '@stt-webhooks/assemblyai/testing'
import { azureSpeech } from '@stt-webhooks/azure-speech'
import { fakeApi as fakeAzureSpeech } from '@stt-webhooks/azure-speech/testing'
import type { Provider } from '@stt-webhooks/core'
import { revAi } from '@stt-webhooks/rev-ai'
import { fakeApi as fakeRevAi } from '@stt-webhooks/rev-ai/testing'
import { smallestAi } from '@stt-webhooks/smallest-ai'
import { fakeApi as fakeSmallestAi } from '@stt-webhooks/smallest-ai/testing'
import { speechmatics } from '@stt-webhooks/speechmatics'
import { fakeApi as fakeSpeechmatics } from '@stt-webhooks/speechmatics/testing'
import type { FakeServer } from '@stt-webhooks/testing'
import type { JobAtService, ProviderName } from './job.ts'
import { callbackUrl, secret } from './webhook.ts'

/** A provider, and the API that it asks: a server of this machine with the endpoints that the service documents. */
export interface Service {
  readonly provider: Provider
  readonly api: Pick<FakeServer, 'requests' | 'fail' | 'close'>
  put(job: JobAtService): void
}

type Services = Readonly<Record<ProviderName, Service>>

const apiKey = 'fake-key'

export async function startServices(now: () => number): Promise<Services> {
  return {
    assemblyai: await startAssemblyAi(now),
    'azure-speech': await startAzureSpeech(),
    'rev-ai': await startRevAi(now),
    'smallest-ai': await startSmallestAi(),
    speechmatics: await startSpeechmatics(),
  }
}

async function startAssemblyAi(now: () => number): Promise<Service> {
  const api = await fakeAssemblyAi({ now })
  const statuses = {
    running: 'processing',
    completed: 'completed',
    failed: 'error',
    gone: 'deleted',
  } as const
  return {
    api,
    provider: assemblyai({ secret, apiKey, transport: api.transport }),
    put(job) {
      const { id, createdAt, endedAt, state, isDeleted } = job
      if (state === 'gone' && !isDeleted) return api.expireJob(id)
      api.addJob({
        id,
        createdAt,
        endedAt,
        status: statuses[state],
        fields: { webhook_url: callbackUrl(job) },
      })
    },
  }
}

/** The fake knows it from the start, and nobody here submitted it. */
const documentedJob = 'ba7ea6f5-3065-40b7-b49a-a90f48584683'

async function startAzureSpeech(): Promise<Service> {
  const api = await fakeAzureSpeech()
  api.expireJob(documentedJob)
  const statuses = { running: 'Running', completed: 'Succeeded', failed: 'Failed' } as const
  return {
    api,
    provider: azureSpeech({ secret, apiKey, region: 'westus', transport: api.transport }),
    put({ id, createdAt, endedAt, state }) {
      if (state === 'gone') return api.expireJob(id)
      const fields = { createdDateTime: createdAt, lastActionDateTime: endedAt }
      api.addJob({ id, status: statuses[state], fields })
    },
  }
}

async function startRevAi(now: () => number): Promise<Service> {
  const api = await fakeRevAi({ now })
  const statuses = { running: 'in_progress', completed: 'transcribed', failed: 'failed' } as const
  return {
    api,
    provider: revAi({ secret, apiKey, transport: api.transport }),
    put(job) {
      const { id, createdAt, endedAt, state } = job
      if (state === 'gone') return api.deleteJob(id)
      api.addJob({
        id,
        createdAt,
        endedAt,
        status: statuses[state],
        fields: { callback_url: callbackUrl(job) },
      })
    },
  }
}

async function startSmallestAi(): Promise<Service> {
  const api = await fakeSmallestAi()
  return {
    api,
    provider: smallestAi({ secret, apiKey, transport: api.transport }),
    put(job) {
      const { id, endedAt } = job
      const timestamp = endedAt.slice(0, 19).replace('T', ' ')
      api.addJob({ id, timestamp, status: smallestStatusOf(job), webhookUrl: callbackUrl(job) })
    },
  }
}

/** Its logs tell of webhooks, and nothing of jobs that run or failed. */
function smallestStatusOf({ state, webhook }: JobAtService) {
  if (state === 'running' || state === 'failed') return 'processing'
  return state === 'gone' ? 'deleted' : webhook
}

async function startSpeechmatics(): Promise<Service> {
  const api = await fakeSpeechmatics({ examples: false })
  const statuses = { running: 'running', completed: 'done', failed: 'rejected' } as const
  return {
    api,
    provider: speechmatics({ secret, apiKey, transport: api.transport }),
    put({ id, createdAt, endedAt, state, isDeleted, reference }) {
      const status = state === 'gone' ? (isDeleted ? 'deleted' : 'expired') : statuses[state]
      const config = { type: 'transcription', tracking: { reference } }
      // What it says of failed jobs is when they failed.
      const errors = [{ message: 'unable to fetch audio: http status code 404', timestamp: endedAt }]
      api.addJob({ id, createdAt, status, fields: { config, ...(state === 'failed' && { errors }) } })
    },
  }
}
