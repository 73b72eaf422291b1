import { type AnyEvent, createReceiver, type Logger, type Provider, type Receiver } from '@stt-webhooks/core'
import type { ProviderSubject } from '../provider-suite.ts'
import type { SimulatedDelivery } from '../simulator.ts'

/** The secret of the suite: nothing may ever show it. */
export const canary = 'canary-4f1d0c6e8b'

export interface Bench {
  readonly receiver: Receiver
  /** Everything that handlers saw. */
  readonly events: AnyEvent[]
  /** Everything that was logged. */
  readonly lines: string[]
}

/** A receiver with one provider, that writes down what it does. */
export function createBench(provider: Provider): Bench {
  const lines: string[] = []
  const events: AnyEvent[] = []
  const write = (line: string): void => void lines.push(line)
  const logger: Logger = { info: write, warn: write, error: write }
  const receiver = createReceiver([provider], { logger })
  receiver.onAny((event) => {
    events.push(event)
  })
  return { receiver, events, lines }
}

/** Replaces the credential of a delivery; `undefined` takes it away. */
export function withCredential(
  subject: ProviderSubject,
  delivery: SimulatedDelivery,
  change: (credential: string) => string | undefined,
): SimulatedDelivery {
  const { credential } = subject
  if ('header' in credential) {
    const { [credential.header]: value = '', ...headers } = delivery.headers
    const changed = change(value)
    return {
      ...delivery,
      headers: changed === undefined ? headers : { ...headers, [credential.header]: changed },
    }
  }
  const [path = '', query = ''] = delivery.url.split('?')
  const parameters = new URLSearchParams(query)
  const changed = change(parameters.get(credential.parameter) ?? '')
  if (changed === undefined) parameters.delete(credential.parameter)
  else parameters.set(credential.parameter, changed)
  return { ...delivery, url: parameters.size === 0 ? path : `${path}?${parameters}` }
}
