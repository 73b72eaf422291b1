import assert from 'node:assert/strict'
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

/** A receiver with one provider, that writes down what it does. Its clock may stand still at another time. */
export function createBench(provider: Provider, now?: number): Bench {
  const lines: string[] = []
  const events: AnyEvent[] = []
  const write = (line: string): void => void lines.push(line)
  const logger: Logger = { info: write, warn: write, error: write }
  const receiver = createReceiver([provider], { logger, now: now === undefined ? undefined : () => now })
  receiver.onAny((event) => {
    events.push(event)
  })
  return { receiver, events, lines }
}

/** What makes the delivery genuine. @throws AssertionError if it is not where the subject says */
export function credentialOf({ credential }: ProviderSubject, delivery: SimulatedDelivery): string {
  const value =
    'header' in credential
      ? delivery.headers[credential.header]
      : new URLSearchParams(delivery.url.split('?')[1]).get(credential.parameter)
  assert.ok(value, `the simulator sends no credential in ${JSON.stringify(credential)}`)
  return value
}

/** Replaces the credential of a delivery; `undefined` takes it away. */
export function withCredential(
  subject: ProviderSubject,
  delivery: SimulatedDelivery,
  change: (credential: string) => string | undefined,
): SimulatedDelivery {
  const { credential } = subject
  const changed = change(credentialOf(subject, delivery))
  if ('header' in credential) {
    const { [credential.header]: _, ...headers } = delivery.headers
    return {
      ...delivery,
      headers: changed === undefined ? headers : { ...headers, [credential.header]: changed },
    }
  }
  const [path = '', query = ''] = delivery.url.split('?')
  const parameters = new URLSearchParams(query)
  if (changed === undefined) parameters.delete(credential.parameter)
  else parameters.set(credential.parameter, changed)
  return { ...delivery, url: parameters.size === 0 ? path : `${path}?${parameters}` }
}
