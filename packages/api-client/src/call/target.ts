import type { ApiMethod } from '../options.ts'
import type { ApiAnswer } from './answer.ts'

/** What one call asks for, its URL checked. */
export interface Target {
  readonly method: 'GET' | ApiMethod
  readonly url: URL
  /** JSON. */
  readonly body?: string | undefined
  /** False if a second try could do a second time what the first one did. */
  readonly isRepeatable: boolean
  /** How error texts call it: never with a query. */
  readonly name: string
  readonly headers: () => Promise<Headers>
  /** What the URL is, and so what a 401 or 403 says. */
  readonly kind: 'api' | 'file'
  isNotReady(answer: ApiAnswer): boolean
  isGone(answer: ApiAnswer): boolean
}
