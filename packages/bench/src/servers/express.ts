import { sttWebhooks } from '@stt-webhooks/express'
import createApplication from 'express'
import { path } from '../bodies.ts'
import { parseGenuine, readBody } from './by-hand.ts'
import type { Framework } from './framework.ts'
import { providers } from './ours.ts'

export const express: Framework = {
  byHand(count) {
    const app = createApplication()
    app.post(path, (request, response, next) => {
      readBody(request).then((bytes) => {
        const body = parseGenuine(request, bytes)
        if (body !== undefined) count()
        response.status(body === undefined ? 401 : 200).end()
      }, next)
    })
    return app
  },
  ours(count, options) {
    const stt = sttWebhooks(providers, options)
    stt.on('transcript.ended', count)
    const app = createApplication()
    app.use(stt)
    return app
  },
}
