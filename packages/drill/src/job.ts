export const providerNames = ['assemblyai', 'azure-speech', 'rev-ai', 'smallest-ai', 'speechmatics'] as const
export type ProviderName = (typeof providerNames)[number]

/** How a job ends at its service. `gone`: it ends, and is deleted or expires before anybody asks. */
export type Fate = 'completed' | 'failed' | 'gone'

export interface Job {
  readonly provider: ProviderName
  readonly id: string
  readonly reference: string
  readonly fate: Fate
  /** False: the process dies between submitting it and learning its id. */
  readonly isIdLearnt: boolean
  /** Of the gone: true if the service keeps saying that it knew the job. */
  readonly isDeleted: boolean
  /** How often its webhook is sent, over and above what the service repeats because nobody answered. */
  readonly copies: 0 | 1 | 2
}

/** What a service knows of a job at one time. */
export interface JobAtService {
  readonly provider: ProviderName
  readonly id: string
  readonly reference: string
  readonly state: 'running' | Fate
  readonly isDeleted: boolean
  /** What became of its webhook. */
  readonly webhook: 'pending' | 'delivered' | 'lost'
  /** ISO 8601 in UTC. */
  readonly createdAt: string
  /** ISO 8601 in UTC. */
  readonly endedAt: string
}
