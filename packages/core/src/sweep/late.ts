import type { JobReport, Provider, ProviderApi } from '../contract.ts'
import { isWebhookError } from '../error.ts'
import { type ExpectedJob, isFinal, transition } from '../inbox/jobs.ts'
import { describeError } from '../receiver/report.ts'
import type { EndpointParts, EndpointWork } from './endpoint-work.ts'
import { endId, lostEvent, overdueEvent } from './events.ts'
import { retentionOf, shareOfRetention } from './retention.ts'
import { stopsAll } from './stops-all.ts'

/** The expected jobs of one endpoint in one sweep. */
export interface LateJobs {
  /** Hears of a job that the service lists as one without an end. */
  hear(report: JobReport): Promise<void>
  /** Asks singly for those that are late and that no list told of. */
  ask(): Promise<void>
}

type Identified = ExpectedJob & { readonly jobId: string }

const batch = 100
const minute = 60_000

export function createLateJobs(provider: Provider, parts: EndpointParts, work: EndpointWork): LateJobs {
  const { ledger, now, dryRun } = parts
  const { endpoint, answers } = provider
  const api: ProviderApi = provider.api ?? {}
  const retention = retentionOf(provider)

  async function hear(report: JobReport): Promise<void> {
    const { jobId, state } = report
    let isDue = false
    const job = await ledger.update({ endpoint, jobId }, (known) => {
      isDue = known !== undefined && !isFinal(known.state) && known.checkAt <= now()
      if (known === undefined || isFinal(known.state)) return undefined
      const heard = state === 'running' ? transition(known, 'running', 'sweep') : known
      return isDue ? checked(heard) : heard === known ? undefined : heard
    })
    if (isDue && job !== undefined && !(await hasArrived(job))) await judge({ ...job, jobId }, report)
  }

  /** A job that is asked for again and again is asked for less and less. */
  function checked(job: ExpectedJob): ExpectedJob {
    return { ...job, checks: job.checks + 1, checkAt: now() + Math.min(2 ** (job.checks + 1), 60) * minute }
  }

  async function ask(): Promise<void> {
    for (;;) {
      const due = await ledger.open(endpoint, now(), batch)
      await work.each(due, check)
      if (due.length < batch || dryRun) return
    }
  }

  async function check(job: ExpectedJob): Promise<void> {
    // First, so that a job that cannot be read does not stay the first in line.
    if (!dryRun) await ledger.update(job, (known) => known && checked(known))
    if (await hasArrived(job)) return
    if (job.overdue && now() - Date.parse(job.submittedAt) > retention) return await giveUp(job)
    const { jobId } = job
    if (jobId === undefined)
      return await overdue(job, 'its id was never learnt, and no list shows its reference')
    if (api.getJob === undefined) return await overdue(job, 'the service cannot be asked for it')
    const report = await askOrTell({ ...job, jobId })
    if (report !== 'unknown') await judge({ ...job, jobId }, report)
  }

  /** What the service says of a late job; nothing, if it knows it no longer. */
  async function judge(job: Identified, report: JobReport | undefined): Promise<void> {
    if (report === undefined || report.state === 'deleted') {
      // A webhook that is on its way knows more.
      if (Date.parse(job.expectedAt) + answers.windowMs > now()) return
      return await work.emit(lostEvent(provider, job, now()))
    }
    if (report.state === 'ended') return await takeEnd(job, report)
    if (now() - Date.parse(job.submittedAt) > retention * shareOfRetention)
      await overdue(job, 'the service still works on it and will soon forget it')
  }

  async function takeEnd(job: Identified, report: JobReport): Promise<void> {
    await work.take(report)
    if (report.event !== undefined || dryRun) return
    if (report.notification?.delivered !== true)
      return await overdue(job, 'the service does not say how it ended')
    // The webhook arrived, and nothing in it named the job.
    await ledger.update(job, (known) => known && transition(known, 'ended', 'webhook'))
  }

  async function askOrTell(job: Identified): Promise<JobReport | undefined | 'unknown'> {
    try {
      return await work.ask(job.jobId, job.product ?? api.mainProduct)
    } catch (error) {
      // What the service answers may be better next time; that it has no answer to give will stay so.
      if (stopsAll(error) || (isWebhookError(error) && error.code === 'api_answer')) throw error
      await overdue(job, `the service cannot be asked for it (${describeError(error)})`)
      return 'unknown'
    }
  }

  /** Its webhook came, and the process ended before the job was told, or the job was expected later. */
  async function hasArrived({ jobId, product = api.mainProduct }: ExpectedJob): Promise<boolean> {
    if (jobId === undefined || product === undefined) return false
    const id = endId(provider, jobId, product)
    if ((await ledger.unknown([id])).length > 0) return false
    await work.noteStored(id)
    return true
  }

  async function overdue(job: ExpectedJob, reason: string): Promise<void> {
    if (job.overdue) return
    await work.emit(overdueEvent(provider, job, reason, now()))
    if (!dryRun) await ledger.update(job, (known) => known && { ...known, overdue: true })
  }

  /** Somebody was told, and the service has forgotten it: to ask for ever would help nobody. */
  async function giveUp(job: ExpectedJob): Promise<void> {
    if (!dryRun) await ledger.update(job, (known) => known && transition(known, 'lost', 'sweep'))
  }

  return { hear, ask }
}
