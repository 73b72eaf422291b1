import { send } from '@stt-webhooks/testing'
import type { Job, JobAtService } from './job.ts'
import type { Site } from './site.ts'
import { webhookOf } from './webhook.ts'

/** All services together: they work on jobs, and send webhooks. */
export interface SpeechServices {
  begin(job: Job): Promise<void>
  /** The job ends, and its webhook is sent if it is not one of those that get lost. Resolves to true if it must be sent again. */
  finish(job: Job): Promise<boolean>
  /** Sends the webhook once more, for no reason but that services do. */
  repeat(job: Job): Promise<boolean>
  /** No more attempts are made. */
  giveUp(job: Job): Promise<void>
  /** The job is deleted, or expires. */
  forget(job: Job): Promise<void>
  wasAnswered(job: Job): boolean
}

export function createServices(site: Site): SpeechServices {
  const states = new Map<Job, JobAtService>()
  const answered = new Set<Job>()

  async function change(job: Job, news: Partial<JobAtService>): Promise<void> {
    const { provider, id, reference, isDeleted } = job
    const at = new Date(site.now()).toISOString()
    const fresh = { state: 'running', webhook: 'pending', createdAt: at, endedAt: at } as const
    const next = { provider, id, reference, isDeleted, ...(states.get(job) ?? fresh), ...news }
    states.set(job, next)
    await site.put(next)
  }

  async function deliver(job: Job): Promise<boolean> {
    const isTaken = await send(webhookOf(job, await site.origin())).then(
      ({ status }) => status >= 200 && status < 300,
      // The process was killed meanwhile.
      () => false,
    )
    if (!isTaken) return true
    answered.add(job)
    await change(job, { webhook: 'delivered' })
    return false
  }

  return {
    begin: (job) => change(job, {}),
    async finish(job) {
      const isLost = job.copies === 0
      const end = job.fate === 'gone' && !isLost ? 'completed' : job.fate
      const webhook = isLost ? 'lost' : 'pending'
      await change(job, { state: end, webhook, endedAt: new Date(site.now()).toISOString() })
      return isLost ? false : await deliver(job)
    },
    repeat: deliver,
    giveUp: (job) => (answered.has(job) ? Promise.resolve() : change(job, { webhook: 'lost' })),
    forget: (job) => change(job, { state: 'gone' }),
    wasAnswered: (job) => answered.has(job),
  }
}
