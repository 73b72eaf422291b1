import type { Provider, ProviderList } from '../contract.ts'
import type { Inbox } from '../inbox/contract.ts'
import type { JobLedger } from '../inbox/jobs.ts'
import type { InboxStats } from '../inbox/query.ts'
import type { EndpointHooks } from './hooks.ts'
import type { EndpointSweep, Undelivered } from './options.ts'

/** How everything is that deliveries depend on. Plain data. */
export interface Health {
  readonly endpoints: readonly EndpointHealth[]
  readonly inbox?: InboxStats | undefined
}

export interface EndpointHealth extends EndpointHooks {
  readonly endpoint: string
  readonly provider: string
  /** Expected jobs that have no end yet. */
  readonly open: number
  /** Events that sweeps of this process found because their webhook never arrived. */
  readonly missed: number
  /** Jobs of which the service says that it could not deliver their webhook; the newest 100 that sweeps of this process saw. */
  readonly undelivered: readonly Undelivered[]
  /** When the last sweep that reached its end began, ISO 8601 in UTC. */
  readonly sweptAt?: string | undefined
}

export interface HealthWatch {
  /** Remembers what a sweep found. */
  note(swept: readonly EndpointSweep[]): void
  read(): Promise<Health>
}

export interface HealthParts {
  readonly providers: ProviderList
  readonly inbox: Inbox
  readonly ledger: JobLedger
  hooksOf(provider: Provider): Promise<EndpointHooks>
}

const remembered = 100

export function createHealth({ providers, inbox, ledger, hooksOf }: HealthParts): HealthWatch {
  const missed = new Map<string, number>()
  const undelivered = new Map<string, readonly Undelivered[]>()

  async function endpointHealth(provider: Provider): Promise<EndpointHealth> {
    const { endpoint } = provider
    return {
      endpoint,
      provider: provider.provider,
      open: await ledger.count(endpoint),
      missed: missed.get(endpoint) ?? 0,
      undelivered: undelivered.get(endpoint) ?? [],
      sweptAt: await ledger.mark(`sweep:${endpoint}`),
      ...(await hooksOf(provider)),
    }
  }

  return {
    note(swept) {
      for (const { endpoint, found, undelivered: failed } of swept) {
        missed.set(endpoint, (missed.get(endpoint) ?? 0) + found.length)
        const known = (undelivered.get(endpoint) ?? []).filter(
          ({ jobId }) => !failed.some((one) => one.jobId === jobId),
        )
        undelivered.set(endpoint, [...known, ...failed].slice(-remembered))
      }
    },
    async read() {
      const all = providers.filter((one) => one !== undefined && one !== false)
      return { endpoints: await Promise.all(all.map(endpointHealth)), inbox: await inbox.query?.stats() }
    },
  }
}
