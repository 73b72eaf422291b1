import type { ApiAnswer } from './answer.ts'

/** What one call asks for, its URL checked. */
export interface Target {
  readonly url: URL
  /** How error texts call it: never with a query. */
  readonly name: string
  readonly headers: () => Promise<Headers>
  /** What the URL is, and so what a 401 or 403 says. */
  readonly kind: 'api' | 'file'
  isNotReady(answer: ApiAnswer): boolean
  isGone(answer: ApiAnswer): boolean
}
