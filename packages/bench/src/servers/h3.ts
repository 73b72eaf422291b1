import { IncomingMessage } from 'node:http'
import { sttWebhooks } from '@stt-webhooks/h3'
import { H3 } from 'h3'
import { toNodeHandler } from 'h3/node'
import { path } from '../bodies.ts'
import { parseGenuine, readBody } from './by-hand.ts'
import type { Framework } from './framework.ts'
import { providers } from './ours.ts'

export const h3: Framework = {
  byHand(count) {
    const app = new H3()
    app.post(path, async (event) => {
      // The fastest way there is in h3 2: its web body costs about three times the CPU.
      const request = event.runtime?.node?.req
      const body =
        request instanceof IncomingMessage ? parseGenuine(request, await readBody(request)) : undefined
      if (body !== undefined) count()
      event.res.status = body === undefined ? 401 : 200
      return ''
    })
    return toNodeHandler(app)
  },
  ours(count, options) {
    const stt = sttWebhooks(providers, options)
    stt.on('transcript.ended', count)
    const app = new H3()
    app.use(stt)
    return toNodeHandler(app)
  },
}
