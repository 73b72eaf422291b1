import type { JobReport } from '@stt-webhooks/core/provider'

/** Rev AI does not say how long a job may take. Two days have room for humans who listen to long audio. */
const longestRunMs = 48 * 60 * 60 * 1000

/** False for a job that ended before then, and for one so old that it must have. */
export function mayHaveChanged({ createdAt, endedAt }: JobReport, since: Date): boolean {
  if (endedAt !== undefined) return Date.parse(endedAt) >= since.getTime()
  return !isTooOld(createdAt, since)
}

/** True if a job of that age, and so each one behind it in the list, must have ended before then. */
export function isTooOld(createdAt: string | undefined, since: Date): boolean {
  return createdAt !== undefined && Date.parse(createdAt) < since.getTime() - longestRunMs
}
