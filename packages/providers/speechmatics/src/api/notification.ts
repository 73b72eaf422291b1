import { headerLines } from '../index/header-line.ts'
import { invalidOption } from './invalid-option.ts'

const items = [
  'jobinfo',
  'transcript',
  'transcript.json-v2',
  'transcript.txt',
  'transcript.srt',
  'alignment',
  'alignment.word_start_and_end',
  'alignment.one_per_line',
  'data',
  'text',
] as const

/**
 * What a notification can bring.
 * @see https://docs.speechmatics.com/speech-to-text/batch/notifications
 */
export type SpeechmaticsContentsItem = (typeof items)[number]

const methods = ['post', 'put'] as const

/** One call that Speechmatics is to make when the job has ended. */
export interface SpeechmaticsNotification {
  /** The public URL of this endpoint, or what `receiver.callbackUrl('speechmatics')` gives. It comes back with `id` and `status` in its query. */
  readonly url: string
  /** Default: `['jobinfo']`, small and enough where an `apiKey` is configured. Two or more come as multipart, none as an empty body. */
  readonly contents?: readonly SpeechmaticsContentsItem[] | undefined
  /** Default: that of Speechmatics, `'post'`. */
  readonly method?: (typeof methods)[number] | undefined
  /** Lines such as `X-Source: batch`, sent beside those that prove who calls. */
  readonly headers?: readonly string[] | undefined
}

/**
 * One entry of `notification_config`. Its lists are not readonly, because those of the SDK are not.
 * @see https://docs.speechmatics.com/speech-to-text/batch/notifications
 */
export interface SpeechmaticsNotificationConfig {
  readonly url: string
  readonly contents: SpeechmaticsContentsItem[]
  readonly method?: 'post' | 'put'
  readonly auth_headers?: string[]
}

/** @throws WebhookError `invalid_option` */
export function toNotificationConfig(
  { url, contents = ['jobinfo'], method, headers = [] }: SpeechmaticsNotification,
  credentials: readonly string[],
): SpeechmaticsNotificationConfig {
  checkUrl(url)
  const stranger = contents.find((item) => !items.includes(item))
  if (stranger !== undefined) {
    throw invalidOption(`\`contents\` holds "${stranger}". Speechmatics sends: ${items.join(', ')}.`)
  }
  if (method !== undefined && !methods.includes(method)) {
    throw invalidOption(`The \`method\` "${String(method)}" is not one of ${methods.join(', ')}.`)
  }
  const lines = [...credentials, ...headers]
  headerLines(lines, 'headers')
  return {
    url,
    contents: [...contents],
    ...(method !== undefined && { method }),
    ...(lines.length > 0 && { auth_headers: lines }),
  }
}

function checkUrl(text: string): void {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined || !['https:', 'http:'].includes(url.protocol)) {
    throw invalidOption(
      '`url` is not an absolute http or https URL. Give the one under which this server is reached from outside.',
    )
  }
  const taken = ['id', 'status'].find((name) => url.searchParams.has(name))
  if (taken !== undefined) {
    throw invalidOption(
      `The query of \`url\` has "${taken}", which Speechmatics adds. Give your own parameter another name.`,
    )
  }
}
