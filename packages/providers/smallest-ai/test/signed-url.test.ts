import { type AnyEvent, type CallbackOptions, createReceiver } from '@stt-webhooks/core'
import { signedUrl, smallestAi } from '@stt-webhooks/smallest-ai'
import { simulator } from '@stt-webhooks/smallest-ai/testing'
import { deliver, type SimulatedDelivery } from '@stt-webhooks/testing'
import { describe, expect, it } from 'vitest'

const url = 'https://example.com/webhooks/stt/smallest-ai'
const callbacks = { publicUrl: 'https://example.com', callbackSecrets: 'callback-secret' }

function createBench(provider = smallestAi({ auth: signedUrl() })) {
  const lines: string[] = []
  const write = (line: string) => void lines.push(line)
  const logger = { info: write, warn: write, error: write }
  const receiver = createReceiver([provider], { ...callbacks, logger })
  receiver.onAny(() => {})
  async function send(delivery: SimulatedDelivery) {
    const { status, events } = await deliver(receiver, delivery)
    return { status, event: events[0] }
  }
  return { provider, receiver, lines, send }
}

const forms: readonly CallbackOptions['form'][] = ['path', 'query']

describe('auth: signedUrl()', () => {
  it.each(forms)('accepts every delivery to a signed URL, in the %s', async (form) => {
    const { provider, receiver, send, lines } = createBench()
    const signed = receiver.callbackUrl('smallest-ai', { form, metadata: { order: 7 } })
    const { webhook_url, ...rest } = provider.submitParameters({ url: signed })
    expect([webhook_url, rest]).toEqual([signed, {}])
    const simulate = simulator({ url: webhook_url })
    for (const name of simulate.names) {
      const { status, event } = await send(simulate.simulate(name))
      expect(status).toBe(200)
      expect(event).toMatchObject({ verifiedBy: 'callback', callback: { metadata: { order: 7 } } })
      expect(JSON.stringify(event)).not.toContain('cb1.')
    }
    expect(lines).toEqual([])
  })

  it('names the jobs of Pulse, which sends no id, and tells those apart that failed alike', async () => {
    const { provider, receiver, send } = createBench()
    const events: (AnyEvent | undefined)[] = []
    for (const jobId of ['a', 'b', 'a']) {
      const signed = receiver.callbackUrl('smallest-ai', { metadata: { jobId } })
      const { webhook_url } = provider.submitParameters({ url: signed })
      events.push((await send(simulator({ url: webhook_url }).simulate('pulse.failed'))).event)
    }
    expect(events).toMatchObject([{ jobId: 'a' }, { jobId: 'b' }, { jobId: 'a' }])
    const ids = new Set(events.map((event) => event?.id))
    expect(ids.size).toBe(2)
  })

  it('refuses everything else', async () => {
    const { receiver, send, lines } = createBench()
    const signed = receiver.callbackUrl('smallest-ai')
    const other = createReceiver([smallestAi({ auth: signedUrl(), endpoint: 'second' })], callbacks)
    const foreign = other.callbackUrl('second').replace('/second/', '/smallest-ai/')
    const wrong = [url, `${url}/s3cret`, `${url}?token=s3cret`, `${signed}x`, signed.slice(0, -1), foreign]
    for (const one of wrong)
      expect(await send(simulator({ url: one }).completed())).toMatchObject({ status: 401 })
    expect(lines.join('\n')).not.toContain('cb1.')
  })

  it('hides the signed URL where the service repeats it', async () => {
    const { receiver, send } = createBench()
    for (const form of forms) {
      const signed = receiver.callbackUrl('smallest-ai', { form })
      const body = JSON.stringify({
        status: 'failed',
        webhook_url: signed,
        error: `Request to ${signed} failed with status code 503`,
      })
      const { event } = await send(simulator({ url: signed }).completed({ body }))
      expect(event).toMatchObject({
        error: { message: expect.stringMatching(/failed with status code 503$/) },
      })
      expect(JSON.stringify(event)).not.toContain('cb1.')
    }
  })

  it.each(['', url, `${url}?order=7`, `${url}/token`])('submits no job with the URL "%s"', (wrong) => {
    expect(() => createBench().provider.submitParameters({ url: wrong })).toThrow(
      expect.objectContaining({ code: 'invalid_option', provider: 'smallest-ai' }),
    )
  })

  it('is the only credential, and cannot be replaced by another verifier', () => {
    const create = (options: unknown) => () => Reflect.apply(smallestAi, undefined, [options])
    const refusal = (text: string) =>
      expect.objectContaining({ code: 'invalid_option', message: expect.stringContaining(text) })
    expect(create({ auth: signedUrl(), secret: 's3cret' })).toThrow(refusal('both set'))
    for (const auth of [null, true, 'signedUrl', {}, () => ({ verified: true, by: 'none' })])
      expect(create({ auth })).toThrow(refusal('`auth` takes `signedUrl()`'))
    expect(create({})).toThrow(refusal('`secret`'))
  })
})

describe('a secret beside a signed URL', () => {
  const provider = smallestAi({ secret: 's3cret' })

  it.each(forms)('is checked all the same, with the callback in the %s', async (form) => {
    const { receiver, send } = createBench(provider)
    const signed = receiver.callbackUrl('smallest-ai', { form, metadata: { order: 7 } })
    expect((await send(simulator({ url: signed }).completed())).status).toBe(401)
    const { webhook_url } = provider.submitParameters({ url: signed })
    const { status, event } = await send(simulator({ url: webhook_url }).completed())
    expect(status).toBe(200)
    expect(event).toMatchObject({ verifiedBy: 'secret', metadata: {}, callback: { metadata: { order: 7 } } })
  })

  it('may have the path to itself', async () => {
    const { receiver, send } = createBench(provider)
    const signed = receiver.callbackUrl('smallest-ai', { form: 'query' })
    const { webhook_url } = provider.submitParameters({ url: signed, tokenIn: 'path' })
    expect((await send(simulator({ url: webhook_url }).completed())).event).toMatchObject({
      verifiedBy: 'secret',
      callback: { metadata: {} },
    })
  })
})
