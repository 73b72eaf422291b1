import type { ProviderList } from '../contract.ts'
import type { ReceiverOptions } from '../receiver/options.ts'
import { createReceiver, type Receiver, type SweepingOptions } from '../receiver/receiver.ts'
import type { Sweeper } from '../sweep/sweeper.ts'

/** The type of every adapter's `sttWebhooks`. */
export interface SttWebhooks<Middleware> {
  /** @throws WebhookError `invalid_option` */
  <const P extends ProviderList>(
    providers: P,
    options: SweepingOptions<P>,
  ): Middleware & Receiver<P> & Sweeper
  /** @throws WebhookError `invalid_option` */
  <const P extends ProviderList>(providers: P, options?: ReceiverOptions<P>): Middleware & Receiver<P>
  /** Serves a receiver made elsewhere. */
  <P extends ProviderList>(receiver: Receiver<P> & Sweeper): Middleware & Receiver<P> & Sweeper
  <P extends ProviderList>(receiver: Receiver<P>): Middleware & Receiver<P>
}

/** Makes an adapter's `sttWebhooks` out of the one thing that differs: how a receiver becomes that framework's middleware. */
export function createAdapter<Middleware extends object>(
  toMiddleware: (receiver: Pick<Receiver, 'handle'>) => Middleware,
): SttWebhooks<Middleware> {
  function sttWebhooks<const P extends ProviderList>(
    providers: P,
    options: SweepingOptions<P>,
  ): Middleware & Receiver<P> & Sweeper
  function sttWebhooks<const P extends ProviderList>(
    providers: P,
    options?: ReceiverOptions<P>,
  ): Middleware & Receiver<P>
  function sttWebhooks<P extends ProviderList>(
    receiver: Receiver<P> & Sweeper,
  ): Middleware & Receiver<P> & Sweeper
  function sttWebhooks<P extends ProviderList>(receiver: Receiver<P>): Middleware & Receiver<P>
  function sttWebhooks<P extends ProviderList>(
    first: P | Receiver<P>,
    options?: ReceiverOptions<P>,
  ): Middleware & Receiver<P> {
    const receiver = isReceiver(first) ? first : createReceiver<P>(first, options)
    return Object.assign(toMiddleware(receiver), receiver)
  }
  return sttWebhooks
}

function isReceiver<P extends ProviderList>(value: P | Receiver<P>): value is Receiver<P> {
  return 'handle' in value
}
