import { type Config, createReceiver, type Logger, type Receipt } from '@stt-webhooks/core'
import { type SimulatedDelivery, toRequest } from '@stt-webhooks/testing'

/** What the configured providers make of a delivery, without a socket, an inbox or a handler. */
export type Trial = (delivery: SimulatedDelivery) => Promise<Receipt | undefined>

const silent: Logger = { info() {}, warn() {}, error() {} }

/** @throws WebhookError `invalid_option` */
export function createTrial(config: Config): Trial {
  const { inbox: _, sweep: __, ...rest } = config
  const receiver = createReceiver(config.providers, { ...rest, logger: silent })
  // Without any handler a delivery would be answered 503.
  receiver.onAny({ name: 'doctor' }, () => {})
  return (delivery) => receiver.receive(toRequest(delivery))
}
