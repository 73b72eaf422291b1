import type { JobReport } from '@stt-webhooks/core/provider'

/** Speechmatics does not say how long a job may take. A day has room for the longest audio, and for waiting behind others. */
const longestRunMs = 24 * 60 * 60_000

/** False for a job that ended before then, and for one so old that it must have. */
export function mayHaveChanged({ createdAt, endedAt }: JobReport, since: Date): boolean {
  // Only a job that was rejected tells when.
  if (endedAt !== undefined) return Date.parse(endedAt) >= since.getTime()
  return createdAt === undefined || !isTooOld(Date.parse(createdAt), since)
}

/** True if a job that was submitted then, and so each one behind it in the list, must have ended before `since`. */
export function isTooOld(submitted: number, since: Date): boolean {
  return submitted < since.getTime() - longestRunMs
}
