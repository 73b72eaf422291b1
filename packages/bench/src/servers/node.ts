import { sttWebhooks } from '@stt-webhooks/node'
import { path } from '../bodies.ts'
import { parseGenuine, readBody } from './by-hand.ts'
import type { Framework } from './framework.ts'
import { providers } from './ours.ts'

export const node: Framework = {
  byHand: (count) => (request, response) => {
    if (request.method !== 'POST' || request.url !== path) {
      response.writeHead(404).end()
      return
    }
    readBody(request).then(
      (bytes) => {
        const body = parseGenuine(request, bytes)
        if (body !== undefined) count()
        response.statusCode = body === undefined ? 401 : 200
        response.end()
      },
      () => response.destroy(),
    )
  },
  ours(count, options) {
    const stt = sttWebhooks(providers, options)
    stt.on('transcript.ended', count)
    return stt
  },
}
