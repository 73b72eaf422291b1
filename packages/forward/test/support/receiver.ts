import { Buffer } from 'node:buffer'
import { createHmac } from 'node:crypto'
import { createReceiver, type Inbox, type Receiver } from '@stt-webhooks/core'
import { exampleProvider, type SimulatedDelivery } from '@stt-webhooks/testing'

const providerSecret = 'the secret of the service'

export interface Bench {
  readonly receiver: Receiver
  /** The log. */
  readonly lines: readonly string[]
}

/** A receiver of the example provider that writes down what it says. */
export function createBench(now: () => number, inbox?: Inbox): Bench {
  const lines: string[] = []
  const write = (line: string) => void lines.push(line)
  const receiver = createReceiver([exampleProvider({ secret: providerSecret })], {
    inbox,
    now,
    logger: { info: write, warn: write, error: write },
  })
  return { receiver, lines }
}

/** The service's notice of a job that is completed. */
export function completed(jobId: string, text: string): SimulatedDelivery {
  const body = Buffer.from(JSON.stringify({ id: jobId, status: 'completed', text }))
  const signature = createHmac('sha256', providerSecret).update(body).digest('hex')
  return {
    method: 'POST',
    url: '/webhooks/stt/example',
    headers: { 'x-example-signature': signature },
    body,
  }
}
