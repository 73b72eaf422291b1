import type { ApiAnswer } from '@stt-webhooks/api-client'
import { isRecord, stringAt } from '@stt-webhooks/core/provider'
import type { AzureSpeechJob } from '../payload.ts'

/** Only what every job needs is checked; the rest of the type is the service's documentation. */
export function isJob(answer: unknown): answer is AzureSpeechJob {
  return (
    isRecord(answer) && stringAt(answer, 'self') !== undefined && stringAt(answer, 'status') !== undefined
  )
}

/** True for a job that has not ended. The notice may be faster than the machine that is asked. */
export function isUnfinished({ status }: AzureSpeechJob): boolean {
  return status === 'NotStarted' || status === 'Running'
}

/** The same of an answer that nobody has parsed. */
export function tellsUnfinished(answer: ApiAnswer): boolean {
  try {
    const job: unknown = JSON.parse(answer.text())
    return answer.status === 200 && isJob(job) && isUnfinished(job)
  } catch {
    // The client finds the same and asks again.
    return false
  }
}
