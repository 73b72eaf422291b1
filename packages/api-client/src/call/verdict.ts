/** Why a call may be tried again. */
export type Reason = 'unavailable' | 'garbled' | 'not_ready' | 'gone'

/** What one try came to. What no other try can change is thrown instead. */
export type Verdict<T> = { readonly value: T } | Again

export interface Again {
  readonly again: Reason
  /** What was seen, for the error text: a status or the code of a fault. */
  readonly seen: string
  /** How long the service asked to wait, in milliseconds. */
  readonly retryAfterMs?: number | undefined
  /** True if another try would see the same. */
  readonly certain?: boolean
  /** True if the service has certainly done nothing of what it was asked. */
  readonly isUndone?: boolean
}
