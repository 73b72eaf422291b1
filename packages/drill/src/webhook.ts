import { simulator as assemblyai } from '@stt-webhooks/assemblyai/testing'
import { simulator as azureSpeech } from '@stt-webhooks/azure-speech/testing'
import { simulator as revAi } from '@stt-webhooks/rev-ai/testing'
import { simulator as smallestAi } from '@stt-webhooks/smallest-ai/testing'
import { simulator as speechmatics } from '@stt-webhooks/speechmatics/testing'
import type { SimulatedDelivery } from '@stt-webhooks/testing'
import type { Job, ProviderName } from './job.ts'

export const secret = 'a secret of the drill'

const simulators = {
  assemblyai,
  'azure-speech': azureSpeech,
  'rev-ai': revAi,
  'smallest-ai': smallestAi,
  speechmatics,
}

/** What the job was submitted with, so that its reference comes back. */
export function callbackUrl(
  { provider, reference }: { readonly provider: ProviderName; readonly reference: string },
  origin = 'https://example.com',
): string {
  // One hook serves all jobs of Azure.
  const query = provider === 'azure-speech' ? '' : `?${new URLSearchParams({ reference })}`
  return `${origin}/webhooks/stt/${provider}${query}`
}

/** What the service sends once the job has ended. */
export function webhookOf(job: Job, origin: string): SimulatedDelivery {
  const simulated = simulators[job.provider]({ secret, url: callbackUrl(job, origin) })
  const options = { jobId: job.id }
  const delivery = job.fate === 'failed' ? simulated.failed(options) : simulated.completed(options)
  return job.provider === 'speechmatics' ? withTracking(delivery, job.reference) : delivery
}

/** Speechmatics repeats what the job was submitted with; its simulator has an example of that. */
function withTracking(delivery: SimulatedDelivery, reference: string): SimulatedDelivery {
  const body = new TextDecoder().decode(delivery.body).replace('"case-4711"', JSON.stringify(reference))
  return { ...delivery, body: new TextEncoder().encode(body) }
}
