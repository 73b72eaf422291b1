import { isRecord, type JobError, type JsonRecord } from '@stt-webhooks/core/provider'

/** Codes of the service's other errors, in the cloud and self-hosted; the codes of failed jobs are not documented. */
const codes: Readonly<Record<string, Pick<JobError, 'category' | 'retryable'>>> = {
  LANGUAGE_NOT_ENABLED_IN_REGION: { category: 'account', retryable: false },
  MISSING_PARAMETER: { category: 'input', retryable: false },
  UNSUPPORTED_FORMAT: { category: 'input', retryable: false },
  FILE_TOO_LARGE: { category: 'input', retryable: false },
  SERVICE_UNAVAILABLE: { category: 'provider', retryable: true },
}

const messageFields = ['error', 'message', 'errors', 'error_message', 'details']

export function errorOf(body: JsonRecord, code: string = 'unknown'): JobError {
  // One field often names the step and the next one the reason.
  const messages = new Set(messageFields.flatMap((field) => messagesOf(body[field])))
  const message = messages.size > 0 ? [...messages].join(': ') : 'Smallest.ai gave no reason.'
  const known = Object.hasOwn(codes, code) ? codes[code] : undefined
  return { code, message, ...(known ?? { category: 'unknown', retryable: false }) }
}

/** `details` is a list in some answers. */
function messagesOf(value: unknown): readonly string[] {
  const items: readonly unknown[] = Array.isArray(value) ? value : [value]
  return items.flatMap((item) => {
    const message = isRecord(item) ? item['message'] : item
    return typeof message === 'string' && message !== '' ? message : []
  })
}
