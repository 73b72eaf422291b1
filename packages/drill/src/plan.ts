import { type Fate, type Job, providerNames } from './job.ts'
import { type Random, shuffled } from './random.ts'

export interface Losses {
  /** From 0 to 1. */
  readonly dropped: number
  /** From 0 to 1. */
  readonly duplicated: number
}

const perProvider = 100

/** A hundred jobs of each service, in the order in which they end. */
export function planJobs({ dropped, duplicated }: Losses, random: Random): Job[] {
  const jobs = providerNames.flatMap((provider) =>
    Array.from({ length: perProvider }, (_, index): Job => {
      const luck = random()
      return {
        provider,
        id: `${provider}-${index}`,
        reference: `order-${provider}-${index}`,
        fate: fateOf(index),
        // Azure's hook belongs to the account, and nothing in a job tells whose it is.
        isIdLearnt: provider === 'azure-speech' || index % 10 !== 1,
        isDeleted: index % 40 === 17,
        copies: luck < dropped ? 0 : luck < dropped + duplicated ? 2 : 1,
      }
    }),
  )
  return shuffled(jobs, random)
}

/** Of a hundred, ten fail and five are gone. */
function fateOf(index: number): Fate {
  if (index % 10 === 3) return 'failed'
  return index % 20 === 17 ? 'gone' : 'completed'
}
