import { type Dispatcher, request } from 'undici'
import { UnsafeUrl } from '../url/unsafe-url.ts'
import { type Answer, createAnswer } from './answer.ts'
import { dropBody, readBody, TooLarge } from './body.ts'
import type { Failures } from './failure.ts'
import { isToldByStatus } from './judge.ts'
import type { Target } from './target.ts'
import type { Again } from './verdict.ts'

export interface ExchangeParts {
  readonly dispatcher: Dispatcher
  readonly failures: Failures
  readonly maxBytes: number
}

/** Sends one request and reads its answer, or says what went wrong on the way. */
export async function exchange(
  { dispatcher, failures, maxBytes }: ExchangeParts,
  target: Target,
  signal: AbortSignal,
): Promise<Answer | Again> {
  const headers = await target.headers()
  const { method, body: sent = null } = target
  const response = await request(target.url, { dispatcher, method, headers, body: sent, signal }).catch(
    unreached,
  )
  if ('again' in response) return response

  const { statusCode: status, body } = response
  const received = toHeaders(response.headers)
  if (isToldByStatus(status)) {
    dropBody(body)
    return createAnswer(status, received, new Uint8Array())
  }
  // None is asked for, because what is small on the wire can be huge in memory.
  if ((received.get('content-encoding') ?? 'identity') !== 'identity') {
    dropBody(body)
    throw failures.answered(target, `${status} with a compressed body`)
  }
  try {
    return createAnswer(
      status,
      received,
      await readBody(body, Number(received.get('content-length')), maxBytes),
    )
  } catch (error) {
    if (error instanceof TooLarge)
      throw failures.answered(target, `${status} with more than ${maxBytes} bytes`)
    return { again: 'garbled', seen: `${status} with a body that broke off (${codeOf(error)})` }
  }
}

function unreached(error: unknown): Again {
  if (error instanceof UnsafeUrl) throw error
  const code = codeOf(error)
  return { again: 'unavailable', seen: `none (${code})`, isUndone: unconnected.has(code) }
}

/** Nothing can have been sent. */
const unconnected: ReadonlySet<string> = new Set([
  'EAI_AGAIN',
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'UND_ERR_CONNECT_TIMEOUT',
])

/** The code alone: messages of Node and undici quote addresses, hosts and more. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name
}

function toHeaders(received: Dispatcher.ResponseData['headers']): Headers {
  const headers = new Headers()
  for (const [name, value] of Object.entries(received)) {
    for (const one of [value ?? []].flat()) headers.append(name, one)
  }
  return headers
}
