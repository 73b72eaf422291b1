import type { Job } from './job.ts'
import type { Random } from './random.ts'
import type { SpeechServices } from './service.ts'

/** One thing that happens at a service; true if its webhook must be sent again. */
interface Step {
  readonly job: Job
  readonly place: number
  readonly attempt: number
  run(job: Job): Promise<boolean>
}

export interface Steps {
  left(): number
  /** Takes the next step; false if there is none. */
  next(): Promise<boolean>
}

const attempts = 3

/** Jobs end and webhooks arrive in an order of their own. */
export function createSteps(jobs: readonly Job[], services: SpeechServices, random: Random): Steps {
  const steps: Step[] = jobs.flatMap((job) => {
    const place = random()
    const end = { job, place, attempt: 1, run: services.finish }
    const copy = { job, place: place + random() * (1 - place), attempt: 1, run: services.repeat }
    return job.copies === 2 ? [end, copy] : [end]
  })
  steps.sort((one, other) => one.place - other.place)

  return {
    left: () => steps.length,
    async next() {
      const step = steps.shift()
      if (step === undefined) return false
      const isMissed = await step.run(step.job)
      if (!isMissed) return true
      if (step.attempt === attempts) await services.giveUp(step.job)
      else steps.push({ ...step, attempt: step.attempt + 1, run: services.repeat })
      return true
    },
  }
}
