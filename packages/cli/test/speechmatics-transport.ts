import type { Transport } from '@stt-webhooks/api-client'
import { localTransport } from '@stt-webhooks/api-client/testing'

/** For configurations of tests: leads Speechmatics' API to the fake whose origin is in the variable API. */
export const transport: Transport = localTransport({
  'https://asr.api.speechmatics.com': process.env['API'] ?? 'http://127.0.0.1:1',
})
