import { Buffer } from 'node:buffer'
import { timeLimit } from './time-limit.ts'

export interface Message {
  readonly headers: Headers
  readonly body: string
  readonly timeoutMs: number
  readonly signal: AbortSignal
}

/** What the other system said, or why it said nothing: the time was over, or the code of what broke. */
export type Answer =
  | { readonly status: number; readonly retryAfter: string | null; readonly sentBytes: number }
  | { readonly lateMs: number }
  | { readonly broken: string }

/** As much of an answer's body is read, and thrown away, so that its connection can be used again. */
const mostBytes = 64_000

/** Makes one attempt. Rejects only with the reason of `signal`. */
export async function post(url: URL, message: Message): Promise<Answer> {
  const { headers, body, timeoutMs, signal } = message
  const limit = timeLimit(timeoutMs, signal)
  try {
    const request = { method: 'POST', headers, body, redirect: 'manual', signal: limit.signal } as const
    const response = await fetch(url, request)
    await drain(response)
    const retryAfter = response.headers.get('retry-after')
    return { status: response.status, retryAfter, sentBytes: Buffer.byteLength(body) }
  } catch (error) {
    signal.throwIfAborted()
    return limit.isOver() ? { lateMs: timeoutMs } : { broken: codeOf(error) }
  } finally {
    limit.end()
  }
}

/** The status has said all: a body that is cut off, stalls or never ends changes nothing. */
async function drain({ body }: Response): Promise<void> {
  let length = 0
  try {
    // Leaving the loop closes the connection.
    for await (const chunk of body ?? []) {
      length += chunk.length
      if (length > mostBytes) return
    }
  } catch {}
}

/** The code alone: messages of Node quote addresses and more. `fetch` wraps what broke. */
function codeOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  if (!(cause instanceof Error)) return 'unknown'
  return 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.name
}
