import type { AnyEvent } from '@stt-webhooks/core'

/** Where the receiver can be reached. */
interface Listening {
  readonly url: string
  readonly endpoints: readonly Endpoint[]
}

interface Endpoint {
  readonly provider: string
  readonly url: string
  /** False where anyone's deliveries are accepted. */
  readonly verified: boolean
}

/** What `listen` writes to stdout; everything else goes to stderr. */
export interface Output {
  /** Comes first, and its first line holds the address. */
  listening(listening: Listening): Promise<void>
  event(event: AnyEvent): Promise<void>
}
