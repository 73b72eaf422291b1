import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AzureSpeechFakeApi } from '@stt-webhooks/azure-speech/testing'
import type { Receiver } from '@stt-webhooks/core'
import { fromNode, sendNode } from '@stt-webhooks/core/adapter'
import { onTestFinished } from 'vitest'

/** Serves a receiver on this machine until the test ends; the fake's hooks to example.com lead there. */
export async function serve(receiver: Pick<Receiver, 'handle'>, api: AzureSpeechFakeApi): Promise<void> {
  const server = createServer(async (request, response) => {
    const answer = await receiver.handle(fromNode(request, { remedy: '' }))
    sendNode(request, response, answer ?? { status: 404, headers: {}, body: null })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  api.leadHooks('https://example.com', `http://127.0.0.1:${address.port}`)
}
