import type { JobReport } from '@stt-webhooks/core/provider'
import type { SpeechmaticsJob, SpeechmaticsJobError } from '../payload.ts'

/** What went wrong with the job itself. Notifications that could not be sent are told of in the same list. */
export function jobErrors({ errors = [] }: SpeechmaticsJob): readonly SpeechmaticsJobError[] {
  return errors.filter(({ message }) => !isOfNotification(message))
}

/**
 * That the service gave up to notify, and why. It tells of nothing else: not that a notification arrived, nor, of several, which one did not.
 * @see https://docs.speechmatics.com/speech-to-text/batch/notifications
 */
export function notificationOf({ errors = [] }: SpeechmaticsJob): JobReport['notification'] {
  const messages = errors.map(({ message }) => message).filter(isOfNotification)
  // An attempt that is followed by another one may have been the last that failed.
  if (messages.every((message) => retrying.test(message))) return undefined
  const cause = messages.findLast((message) => !verdict.test(message)) ?? messages.at(-1)
  return { delivered: false, reason: cause?.replace(retrying, '') }
}

const retrying = /, retrying$/i

/** The last message of a notification that failed; it gives no cause. */
const verdict = /^sending notification failed\.?$/i

function isOfNotification(message: string): boolean {
  return /^(?:error in )?sending notification\b|^unable to send notification\b/i.test(message)
}
