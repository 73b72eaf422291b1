import { invalidOption } from './invalid-option.ts'

/** @throws WebhookError `invalid_option` */
export function retentionMsOf(timeToLiveHours = 744): number {
  if (!Number.isInteger(timeToLiveHours) || timeToLiveHours < 6 || timeToLiveHours > 744)
    throw invalidOption('`timeToLiveHours` must be a whole number from 6 to 744, which is 31 days.')
  return timeToLiveHours * 3_600_000
}
