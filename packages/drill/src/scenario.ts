import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Job, providerNames } from './job.ts'
import { type Losses, planJobs } from './plan.ts'
import { createRandom } from './random.ts'
import { createServices, type SpeechServices } from './service.ts'
import { openSite, type Site } from './site.ts'
import { createSteps } from './steps.ts'
import { type Tally, tally } from './tally.ts'

export interface Scenario extends Losses {
  readonly name: string
  /** How often the server is killed while jobs end. */
  readonly crashes: number
  readonly seed: number
}

const hour = 60 * 60_000
const day = 24 * hour
/** Half an hour is not over before the last job has ended. */
const stepMs = 2_000
/** Webhooks on their way at once. */
const workers = 16

/** Plays a scenario from the first job to the last end. */
export async function play(scenario: Scenario): Promise<Tally> {
  const folder = await mkdtemp(join(tmpdir(), 'stt-webhooks-drill-'))
  const site = await openSite(folder)
  try {
    const random = createRandom(scenario.seed)
    const jobs = planJobs(scenario, random)
    const services = createServices(site)
    await submit(jobs, site, services)
    const steps = createSteps(jobs, services, random)
    await letJobsEnd(steps, site, scenario.crashes)
    await sweepUp(jobs, site, services)
    const handled = await readFile(site.handledFile, 'utf8')
    return tally(jobs, services, await site.ends(), new Set(handled.split('\n')))
  } finally {
    await site.end()
    await rm(folder, { recursive: true })
  }
}

async function submit(jobs: readonly Job[], site: Site, services: SpeechServices): Promise<void> {
  // As an application should: the reference before submitting, the id after it.
  await site.expect(jobs.map(({ provider, reference }) => ({ endpoint: provider, reference })))
  await Promise.all(jobs.map(services.begin))
  const learnt = jobs.filter(({ isIdLearnt }) => isIdLearnt)
  await site.expect(
    learnt.map(({ provider, reference, id }) => ({ endpoint: provider, reference, jobId: id })),
  )
}

async function letJobsEnd(steps: ReturnType<typeof createSteps>, site: Site, crashes: number): Promise<void> {
  const total = steps.left()
  let done = 0
  let crashed = 0
  async function work(): Promise<void> {
    while (await steps.next()) {
      await site.advance(stepMs)
      if (++done < ((crashed + 1) * total) / (crashes + 1) || crashed === crashes) continue
      crashed++
      await site.crash()
    }
  }
  const ending = Promise.all(Array.from({ length: workers }, work))
  let isOver = false
  const sweeping = (async () => {
    while (!isOver) await sweepAll(site)
  })()
  await ending.finally(() => {
    isOver = true
  })
  await sweeping
}

/** The services' own retries end, then their memory. */
async function sweepUp(jobs: readonly Job[], site: Site, services: SpeechServices): Promise<void> {
  await site.idle()
  await Promise.all(jobs.filter(({ fate }) => fate === 'gone').map(services.forget))
  await site.advance(26 * hour)
  await sweepAll(site)
  await site.advance(5 * day)
  await sweepAll(site)
  await site.idle()
}

async function sweepAll(site: Site): Promise<void> {
  const reasons = await Promise.all(providerNames.map((provider) => site.sweep(provider)))
  const [reason] = reasons.filter((one) => one !== undefined)
  if (reason !== undefined) throw new Error(`A sweep did not reach its end: ${reason}.`)
}
