import type { JobReport } from '@stt-webhooks/core/provider'

/** AssemblyAI does not say how long a transcription may take. A day has room for ten hours of audio, and for waiting behind others. */
const longestRunMs = 24 * 60 * 60 * 1000

/** False for a job that ended before then, and for one so old that it must have. */
export function mayHaveChanged({ state, createdAt, endedAt }: JobReport, since: Date): boolean {
  // When a transcript was deleted is not told, and no more when one failed.
  if (state === 'ended' && endedAt !== undefined) return Date.parse(endedAt) >= since.getTime()
  return !isTooOld(createdAt, since)
}

/** True if a job of that age, and so each one behind it in the list, must have ended before then. */
export function isTooOld(createdAt: string | undefined, since: Date): boolean {
  return createdAt !== undefined && Date.parse(createdAt) < since.getTime() - longestRunMs
}
