import { Buffer } from 'node:buffer'
import { createHmac } from 'node:crypto'
import type { Secret } from '@stt-webhooks/core'
import { createDelivery, type Delivery, refused, type Verifier } from '@stt-webhooks/core/provider'
import type { Flaw } from './service.ts'

const genuine = { verified: true, by: 'signature' } as const

/** Verifies other bytes than those that came. */
function overBytes(change: (delivery: Delivery) => Uint8Array): Flaw {
  return changed(({ verify }) => (delivery, context) => {
    const body = { bytes: change(delivery), exact: true } as const
    return verify(createDelivery(delivery, body, delivery.token), context)
  })
}

/** Verifies in another way. */
function changed(change: (honest: { verify: Verifier; secret: Secret }) => Verifier): Flaw {
  return (honest) => (options) => {
    const provider = honest(options)
    return { ...provider, verify: change({ verify: provider.verify, secret: options.secret }) }
  }
}

/** Compares the signature with each genuine one in its own way. */
function comparing(isSame: (given: string, expected: string) => boolean): Flaw {
  return changed(({ secret }) => async (delivery) => {
    const given = delivery.header('x-signature')
    if (given === undefined) return refused('the header is missing')
    const body = delivery.exactBytes()
    const path = delivery.url.split('?', 1)[0] ?? ''
    const loaded =
      typeof secret === 'function'
        ? await secret({ path, token: delivery.token, query: delivery.query })
        : secret
    const isGenuine = [loaded ?? []]
      .flat()
      .filter((one) => one !== '')
      .some((one) => isSame(given, createHmac('sha256', one).update(body).digest('hex')))
    return isGenuine ? genuine : refused('the signature does not match')
  })
}

export const decodesToText: Flaw = overBytes((delivery) =>
  Buffer.from(Buffer.from(delivery.exactBytes()).toString('utf8')),
)

export const dropsByteOrderMark: Flaw = overBytes((delivery) =>
  delivery.exactBytes()[0] === 0xef ? delivery.exactBytes().subarray(3) : delivery.exactBytes(),
)

export const serializesAgain: Flaw = overBytes((delivery) => {
  const bytes = delivery.exactBytes()
  try {
    return Buffer.from(JSON.stringify(JSON.parse(delivery.text())))
  } catch {
    return bytes
  }
})

export const takesParsedBodies: Flaw = overBytes((delivery) => delivery.bytes)

/** "If there is a secret, check it": bytes and lists are never falsy. */
export const checksForFalsiness: Flaw = (honest) => (options) => {
  try {
    return honest(options)
  } catch (error) {
    if (!options.secret) throw error
    return honest({ ...options, secret: 'default' })
  }
}

export const acceptsEmptySecret: Flaw = (honest) => (options) =>
  honest({ ...options, secret: options.secret || 'default' })

export const skipsMissingHeader: Flaw = changed(
  ({ verify }) =>
    (delivery, context) =>
      delivery.header('x-signature') === undefined ? genuine : verify(delivery, context),
)

export const skipsEmptyHeader: Flaw = changed(
  ({ verify }) =>
    (delivery, context) =>
      delivery.header('x-signature') === '' ? genuine : verify(delivery, context),
)

export const comparesPrefix: Flaw = comparing((given, expected) => given.slice(0, 8) === expected.slice(0, 8))
export const comparesWhatIsGiven: Flaw = comparing((given, expected) => expected.startsWith(given))
export const comparesWhatIsExpected: Flaw = comparing((given, expected) => given.startsWith(expected))
export const searchesSignature: Flaw = comparing((given, expected) => given.includes(expected))
export const comparesBothEnds: Flaw = comparing(
  (given, expected) => given.slice(0, 8) === expected.slice(0, 8) && given.slice(-8) === expected.slice(-8),
)

export const takesTroubleForProof: Flaw = changed(({ verify }) => async (delivery, context) => {
  try {
    return await verify(delivery, context)
  } catch {
    return genuine
  }
})

export const takesTroubleForForgery: Flaw = changed(({ verify }) => async (delivery, context) => {
  try {
    return await verify(delivery, context)
  } catch {
    return refused('something went wrong')
  }
})

export const knowsOneSecret: Flaw = (honest) => (options) => {
  const provider = honest(options)
  const [first] = Array.isArray(options.secret) ? options.secret : []
  return first === undefined ? provider : honest({ ...options, secret: first })
}

export const tellsTheSecret: Flaw = changed(({ verify, secret }) => async (delivery, context) => {
  const result = await verify(delivery, context)
  return result.verified ? result : refused(`${result.reason}, the secret is ${String(secret)}`)
})

export const tellsTheSignature: Flaw = changed(({ verify, secret }) => async (delivery, context) => {
  const result = await verify(delivery, context)
  if (result.verified || typeof secret !== 'string') return result
  const expected = createHmac('sha256', secret).update(delivery.exactBytes()).digest('hex')
  return refused(`${result.reason}, expected ${expected}`)
})

export const saysNothingOfProof: Flaw = changed(({ verify }) => async (delivery, context) => {
  const result = await verify(delivery, context)
  return result.verified ? { verified: true, by: 'none' } : result
})

const timeOf = (delivery: Delivery) =>
  Number(/t=(\d+)/.exec(delivery.header('x-signature') ?? '')?.[1]) * 1000

export const forgetsTheTime: Flaw = changed(
  ({ verify }) =>
    (delivery) =>
      verify(delivery, { now: timeOf(delivery) }),
)

export const trustsTheFuture: Flaw = changed(
  ({ verify }) =>
    (delivery, { now }) =>
      verify(delivery, { now: Math.max(now, timeOf(delivery)) }),
)

export const refusesUnknownShapes: Flaw = changed(({ verify }) => async (delivery, context) => {
  const result = await verify(delivery, context)
  if (!result.verified || delivery.header('x-challenge') !== undefined) return result
  return delivery.text().includes('"id"') ? result : refused('the body names no job')
})
