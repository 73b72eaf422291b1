import { Buffer } from 'node:buffer'
import { createDelivery, standardWebhooks } from '@stt-webhooks/core/provider'
import { type FakeRequest, type FakeServer, startFakeServer, toRequest } from '@stt-webhooks/testing'
import { onTestFinished } from 'vitest'

/** Starts the system that events go to: it takes everything, unless told to fail. It ends with the test. */
export async function startTarget(received: (request: FakeRequest) => void = () => {}): Promise<FakeServer> {
  const target = await startFakeServer((request) => {
    received(request)
    return { status: 204 }
  })
  onTestFinished(() => target.close())
  return target
}

/** The one header of that name; '' if there is none. */
export function headerOf({ headers }: FakeRequest, name: string): string {
  return [headers[name] ?? ''].flat().join(', ')
}

export function textOf({ body }: FakeRequest): string {
  return Buffer.from(body).toString()
}

/** True if the verifier of core, which shares no code with the signer, takes the request at that time. */
export async function isGenuine(request: FakeRequest, secret: string, now: number): Promise<boolean> {
  const names = ['webhook-id', 'webhook-timestamp', 'webhook-signature']
  const headers = Object.fromEntries(names.map((name) => [name, headerOf(request, name)]))
  const { method, path: url, body } = request
  const delivery = createDelivery(
    toRequest({ method, url, headers, body }),
    { bytes: body, exact: true },
    undefined,
  )
  return (await standardWebhooks({ provider: 'forward', secret })(delivery, { now })).verified
}
