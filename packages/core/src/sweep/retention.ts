import type { Provider } from '../contract.ts'

/** How much of the service's memory may pass before somebody is told. */
export const shareOfRetention = 0.85

const week = 7 * 24 * 60 * 60 * 1000

/** For how long a service knows a job, in milliseconds. */
export function retentionOf({ api }: Provider): number {
  return api?.retentionMs ?? week
}
