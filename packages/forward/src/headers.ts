import { WebhookError } from '@stt-webhooks/core'

/** What is ours to say, what follows from the body, and what `fetch` refuses to send. */
const reserved: ReadonlySet<string> = new Set([
  'webhook-id',
  'webhook-timestamp',
  'webhook-signature',
  'content-type',
  'content-length',
  'content-encoding',
  'transfer-encoding',
  'host',
  'connection',
  'keep-alive',
  'upgrade',
  'expect',
])

/**
 * The headers that all events share; those of the user are checked.
 * @throws WebhookError `invalid_option`, whose message holds no value
 */
export function baseHeaders(extra: Readonly<Record<string, string>>): Headers {
  const headers = new Headers({ 'user-agent': 'stt-webhooks' })
  for (const [name, value] of Object.entries(extra)) {
    if (reserved.has(name.toLowerCase())) {
      throw wrong(`sets "${name}", which forward() sets itself. Leave it out.`)
    }
    if (typeof value !== 'string' || !canSet(headers, name, value)) {
      throw wrong(
        `has a name or a value at "${name}" that HTTP does not allow. Check that it is set and has no line break.`,
      )
    }
  }
  headers.set('content-type', 'application/json')
  return headers
}

/** What `Headers` throws quotes the value. */
function canSet(headers: Headers, name: string, value: string): boolean {
  try {
    headers.set(name, value)
    return true
  } catch {
    return false
  }
}

function wrong(what: string): WebhookError {
  return new WebhookError('invalid_option', `The option \`headers\` of forward() ${what}`)
}
