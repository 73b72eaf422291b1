import { createHmac } from 'node:crypto'
import { createDelivery } from '@stt-webhooks/core/provider'
import {
  createSimulator,
  type SimulatedDelivery,
  type Simulator,
  type SimulatorOptions,
  toRequest,
} from '@stt-webhooks/testing'
import { signedMessage } from '../read/challenge.ts'
import { type AzureSpeechDelivery, templates } from './templates.ts'

/**
 * Sends what Azure Speech sends, with its signature. Its notice of an end is the same for success and failure, so that
 * `completed()` and `failed()` both send it, and `fakeApi()` makes the difference; v2.1 alone tells them apart: `simulate('v2.transcription.failed')`.
 */
export function simulator(options: SimulatorOptions): Simulator<AzureSpeechDelivery> {
  return createSimulator({
    provider: 'azure-speech',
    url: options.url ?? '/webhooks/stt/azure-speech',
    templates,
    completed: 'transcription.completion',
    failed: 'transcription.completion',
    sign: (delivery) => ({
      ...delivery,
      headers: {
        ...delivery.headers,
        'x-microsoftspeechservices-signature': createHmac('sha256', options.secret)
          .update(messageOf(delivery))
          .digest('base64'),
      },
    }),
  })
}

function messageOf(delivery: SimulatedDelivery): Uint8Array | string {
  return signedMessage(createDelivery(toRequest(delivery), { bytes: delivery.body, exact: true }))
}
