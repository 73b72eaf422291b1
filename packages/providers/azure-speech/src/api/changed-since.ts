import { isoTime } from '@stt-webhooks/core/provider'
import type { AzureSpeechJob } from '../payload.ts'
import { isUnfinished } from './job.ts'

export interface ChangedSince {
  /** For lists that can be filtered. */
  readonly filter: string
  /** The same, for those that cannot. */
  includes(job: AzureSpeechJob): boolean
}

/**
 * Jobs that ended since then, and all that have not ended: if a job of last week is running still, nobody has to ask for it.
 * @see https://learn.microsoft.com/en-us/rest/api/speechtotext/transcriptions/list
 */
export function changedSince(since: Date): ChangedSince {
  // The service's times are whole seconds, cut off: what happened at .8 is said to have happened at .0.
  const second = `${since.toISOString().slice(0, 19)}Z`
  const earliest = Date.parse(second)
  return {
    filter: `lastActionDateTime ge ${second} or status eq 'NotStarted' or status eq 'Running'`,
    includes(job) {
      const time = isoTime(job.lastActionDateTime)
      return isUnfinished(job) || time === undefined || Date.parse(time) >= earliest
    },
  }
}
