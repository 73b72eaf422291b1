import type { AnyEvent } from '../event.ts'
import type { WebhookResponse } from '../request.ts'
import type { HandlerResult, Outcome } from './options.ts'

/** What became of one delivery: the answer, and what led to it. */
export interface Receipt<E extends AnyEvent = AnyEvent> {
  readonly endpoint: string
  readonly outcome: Outcome
  readonly response: WebhookResponse
  /** Why, for everything but plain success. */
  readonly reason?: string | undefined
  readonly events: readonly E[]
  /** The handlers that ran for this delivery, or for the copy of it that was already being worked on. */
  readonly handlers: readonly HandlerResult[]
}
