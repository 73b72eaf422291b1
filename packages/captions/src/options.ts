import { WebhookError } from '@stt-webhooks/core'
import type { SpeakerNames } from './voice.ts'

export interface CaptionOptions {
  /** Characters in a line. Default 42. */
  readonly maxLineLength?: number | undefined
  /** Lines in a cue. Default 2. */
  readonly maxLines?: number | undefined
  /** Seconds that a cue lasts at most. Default 7. */
  readonly maxDuration?: number | undefined
  /** Seconds that a cue stays on the screen at least, unless the next one begins before. Default 1. */
  readonly minDuration?: number | undefined
  /** Seconds of silence after which a new cue begins. Default 1. */
  readonly maxGap?: number | undefined
  /** Default `true`: the labels of the service, where it told speakers or channels apart. */
  readonly speakers?: SpeakerNames | undefined
}

/** What a cue must keep to. Times are seconds. */
export interface Limits {
  readonly maxLineLength: number
  readonly maxLines: number
  readonly maxDuration: number
  readonly minDuration: number
  readonly maxGap: number
}

export function limitsOf(options: CaptionOptions): Limits {
  const { maxLineLength = 42, maxLines = 2, maxDuration = 7, minDuration = 1, maxGap = 1 } = options
  demand(Number.isInteger(maxLineLength) && maxLineLength > 0, 'maxLineLength', 'a whole number above 0')
  demand(Number.isInteger(maxLines) && maxLines > 0, 'maxLines', 'a whole number above 0')
  demand(maxDuration > 0, 'maxDuration', 'a number of seconds above 0')
  demand(minDuration >= 0 && Number.isFinite(minDuration), 'minDuration', 'a number of seconds, 0 or more')
  demand(maxGap >= 0, 'maxGap', 'a number of seconds, 0 or more')
  return { maxLineLength, maxLines, maxDuration, minDuration, maxGap }
}

function demand(isGood: boolean, option: keyof Limits, wanted: string): void {
  if (!isGood) throw new WebhookError('invalid_option', `${option} cannot work. Give ${wanted}.`)
}
