import type { Provider } from '../contract.ts'
import type { HandlerProgress } from '../inbox/progress.ts'
import type { Log } from './log.ts'
import { describeError, type Report } from './report.ts'

/** What is told of events that are worked on out of the inbox, where no answer tells it. */
export interface InboxReport {
  retry(provider: Provider, id: string, failed: readonly HandlerProgress[], waitMs: number): void
  dead(provider: Provider, id: string, reason: string): void
  /** An event whose provider this process does not have. */
  homeless(endpoint: string): void
  /** The store failed while nobody waited for an answer. */
  trouble(error: unknown): void
}

export function createInboxReport(name: string, log: Log, report: Report): InboxReport {
  return {
    retry(provider, id, failed, waitMs) {
      const names = failed.map(({ name, attempts, error }) => `"${name}" (attempt ${attempts}: ${error})`)
      log.warn(
        `[stt-webhooks] [${provider.provider}] ${id}: the handler ${names.join(', ')} failed. It runs again in ${Math.round(waitMs / 1000)} s.`,
      )
    },
    dead(provider, id, reason) {
      log.error(
        `[stt-webhooks] [${provider.provider}] ${id} is dead: ${reason}. It is kept; replay it when the cause is gone.`,
      )
    },
    homeless(endpoint) {
      log.warn(
        `[stt-webhooks] The inbox holds events of the endpoint "${endpoint}", where no provider listens. Is it missing in this process's list of providers?`,
      )
    },
    trouble(error) {
      log.error(
        `[stt-webhooks] The inbox "${name}" failed while events were worked on: ${describeError(error)}. It is tried again.`,
      )
      report.inboxError(error)
    },
  }
}
