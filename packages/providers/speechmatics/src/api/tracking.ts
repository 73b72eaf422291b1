import { isRecord } from '@stt-webhooks/core/provider'
import type { SpeechmaticsTracking } from '../payload.ts'
import { invalidOption } from './invalid-option.ts'

/** `tracking` of a job. Its list is not readonly, because that of the SDK is not. */
export interface SpeechmaticsTrackingConfig {
  readonly title?: string
  readonly reference?: string
  readonly tags?: string[]
  readonly details?: { readonly [key: string]: unknown }
}

/** The four keys are all there is. */
const forms: Readonly<Record<string, { what: string; fits(value: unknown): boolean }>> = {
  title: { what: 'a text', fits: isText },
  reference: { what: 'a text', fits: isText },
  tags: { what: 'a list of texts', fits: (value) => Array.isArray(value) && value.every(isText) },
  details: { what: 'an object', fits: isRecord },
}

/** @throws WebhookError `invalid_option` */
export function toTrackingConfig(tracking: SpeechmaticsTracking): SpeechmaticsTrackingConfig {
  for (const [key, value] of Object.entries(tracking)) {
    const form = Object.hasOwn(forms, key) ? forms[key] : undefined
    if (form === undefined) {
      throw invalidOption(
        `\`tracking\` has the key "${key}", which Speechmatics has not. Put it into \`details\`.`,
      )
    }
    if (value !== undefined && !form.fits(value))
      throw invalidOption(`\`tracking.${key}\` is not ${form.what}.`)
  }
  const { tags, ...rest } = tracking
  return tags === undefined ? rest : { ...rest, tags: [...tags] }
}

function isText(value: unknown): boolean {
  return typeof value === 'string'
}
