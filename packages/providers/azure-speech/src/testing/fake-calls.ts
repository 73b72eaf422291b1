import { type SimulatedDelivery, send } from '@stt-webhooks/testing'
import { simulator } from './simulator.ts'
import type { AzureSpeechDelivery } from './templates.ts'

/** What the service sends to hooks. */
export interface FakeCalls {
  /** From now on what goes to an origin goes to a server of this machine; what goes elsewhere is never sent. */
  lead(origin: string, server: string): void
  /** True if the URL answers its token to the challenge. `undefined`: nothing was sent. */
  challenge(hook: CalledHook): Promise<boolean | undefined>
  /** The status of the answer; 0 if there was none. `undefined`: nothing was sent. */
  call(hook: CalledHook, name: AzureSpeechDelivery, jobId: string): Promise<number | undefined>
}

export interface CalledHook {
  readonly url: string
  /** Without one, nothing is signed. */
  readonly secret: string | undefined
}

export function createFakeCalls(): FakeCalls {
  const servers = new Map<string, string>()

  async function deliver(
    { url, secret }: CalledHook,
    name: AzureSpeechDelivery,
    jobId?: string,
  ): Promise<{ status: number; body: string; sent: SimulatedDelivery } | undefined> {
    const { origin, pathname, search } = new URL(url)
    const server = servers.get(origin)
    if (server === undefined) return undefined
    const signed = simulator({ secret: secret ?? '', url: server + pathname + search }).simulate(name, {
      jobId,
    })
    const sent = secret === undefined ? { ...signed, headers: withoutSignature(signed.headers) } : signed
    const answer = await send(sent).catch(() => ({ status: 0, body: '' }))
    return { ...answer, sent }
  }

  return {
    lead: (origin, server) => void servers.set(new URL(origin).origin, server),
    async challenge(hook) {
      const answer = await deliver(hook, 'challenge')
      if (answer === undefined) return undefined
      const token = new URL(answer.sent.url).searchParams.get('validationToken')
      return answer.status === 200 && answer.body === token
    },
    call: async (hook, name, jobId) => (await deliver(hook, name, jobId))?.status,
  }
}

function withoutSignature(headers: SimulatedDelivery['headers']): SimulatedDelivery['headers'] {
  const { 'x-microsoftspeechservices-signature': _, ...rest } = headers
  return rest
}
