import type { SpeechmaticsTracking } from '../payload.ts'
import { credentialLines, type SubmissionCredentials } from './credential-lines.ts'
import { invalidOption } from './invalid-option.ts'
import {
  type SpeechmaticsNotification,
  type SpeechmaticsNotificationConfig,
  toNotificationConfig,
} from './notification.ts'
import { type SpeechmaticsTrackingConfig, toTrackingConfig } from './tracking.ts'

export interface SpeechmaticsSubmitOptions extends SpeechmaticsNotification {
  /** One or two more notifications of the same job, for other contents or other endpoints of this provider: they get the same credential. */
  readonly more?: readonly SpeechmaticsNotification[] | undefined
  /** Default: the first secret of the provider. Needed where the provider's `secret` is a function. */
  readonly secret?: string | undefined
  /** Comes back in `event.metadata`, from all bodies but plain text and empty ones. */
  readonly tracking?: SpeechmaticsTracking | undefined
}

/**
 * What the configuration of a job has to hold for its webhooks to come here.
 * @see https://docs.speechmatics.com/speech-to-text/batch/notifications
 */
export interface SpeechmaticsSubmitParameters {
  readonly notification_config: SpeechmaticsNotificationConfig[]
  readonly tracking?: SpeechmaticsTrackingConfig
}

/** How jobs are submitted so that their webhooks come here and are taken for genuine. */
export interface SpeechmaticsSubmission {
  /**
   * For `client.createTranscriptionJob(file, { transcription_config, ...provider.submitParameters({ url }) })`.
   * @throws WebhookError `invalid_option` for what Speechmatics would refuse, or what would be refused here when it comes back
   */
  submitParameters(options: SpeechmaticsSubmitOptions): SpeechmaticsSubmitParameters
}

const mostNotifications = 3

export function createSubmission(credentials: SubmissionCredentials): SpeechmaticsSubmission {
  return {
    submitParameters({ more = [], secret, tracking, ...first }) {
      const notifications = [first, ...more]
      if (notifications.length > mostNotifications) {
        throw invalidOption(
          `A job has at most ${mostNotifications} notifications, not ${notifications.length}. Leave some of \`more\` out.`,
        )
      }
      const lines = credentialLines(credentials, secret)
      return {
        notification_config: notifications.map((one) => toNotificationConfig(one, lines)),
        ...(tracking !== undefined && { tracking: toTrackingConfig(tracking) }),
      }
    },
  }
}
