import type { Provider } from '../contract.ts'
import type { AnyEvent } from '../event.ts'
import type { MaybePromise } from '../maybe-promise.ts'
import type { Delivery } from '../request.ts'
import type { Receipt } from './receipt.ts'
import type { Arrival } from './stamp.ts'

/** What became of a delivery, before the answer is chosen. */
export type Ending = Partial<Receipt> & Pick<Receipt, 'outcome'>

/** A genuine delivery on its way to whoever takes it. */
export interface Genuine {
  readonly provider: Provider
  readonly delivery: Delivery
  readonly arrival: Arrival
}

/** Where genuine deliveries go: to the handlers at once, or into the inbox. */
export interface Sink {
  events(genuine: Genuine, events: readonly AnyEvent[]): MaybePromise<Ending>
  unreadable(genuine: Genuine, reason: string): MaybePromise<Ending>
}
