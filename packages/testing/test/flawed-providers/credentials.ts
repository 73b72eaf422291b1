import { Buffer } from 'node:buffer'
import { createHmac } from 'node:crypto'
import type { Secret } from '@stt-webhooks/core'
import {
  basic,
  bearer,
  headerSecret,
  hmac,
  parseTimestampedHeader,
  standardWebhooks,
  timestampedHmac,
  urlToken,
  type Verifier,
} from '@stt-webhooks/core/provider'
import { type ProviderSubject, type SimulatedDelivery, withQuery } from '@stt-webhooks/testing'

/** One way in which services prove their deliveries, from both ends. */
export interface Credential {
  readonly place: ProviderSubject['credential']
  readonly signsBody: boolean
  readonly toleranceSeconds?: number
  verifier(secret: Secret): Verifier
  sign(delivery: SimulatedDelivery, secret: string): SimulatedDelivery
}

const provider = 'service'

function inHeader(
  header: string,
  value: (delivery: SimulatedDelivery, secret: string) => string,
): Pick<Credential, 'place' | 'sign'> {
  return {
    place: { header },
    sign: (delivery, secret) => ({
      ...delivery,
      headers: { ...delivery.headers, [header]: value(delivery, secret) },
    }),
  }
}

const now = () => Math.floor(Date.now() / 1000)

export const signature: Credential = {
  ...inHeader('x-signature', ({ body }, secret) => createHmac('sha256', secret).update(body).digest('hex')),
  signsBody: true,
  verifier: (secret) => hmac({ provider, secret, header: 'x-signature', encoding: 'hex' }),
}

export const timedSignature: Credential = {
  ...inHeader('x-signature', ({ body }, secret) => {
    const time = now()
    return `t=${time},v1=${createHmac('sha256', secret).update(`${time}.`).update(body).digest('hex')}`
  }),
  signsBody: true,
  toleranceSeconds: 300,
  verifier: (secret) =>
    timestampedHmac({
      provider,
      secret,
      header: 'x-signature',
      encoding: 'hex',
      parse: parseTimestampedHeader,
    }),
}

/** The secrets of the suite are any text; those of the specification are base64. */
export const standardSignature: Credential = {
  place: { header: 'webhook-signature' },
  signsBody: true,
  toleranceSeconds: 300,
  verifier: (secret) => standardWebhooks({ provider, secret: mapSecret(secret) }),
  sign(delivery, secret) {
    const [id, time] = ['msg_1', String(now())]
    const hash = createHmac('sha256', secret).update(`${id}.${time}.`).update(delivery.body).digest('base64')
    const headers = { 'webhook-id': id, 'webhook-timestamp': time, 'webhook-signature': `v1,${hash}` }
    return { ...delivery, headers: { ...delivery.headers, ...headers } }
  },
}

function mapSecret(secret: Secret): Secret {
  const mapOne = (one: string) => (one === '' ? '' : `whsec_${Buffer.from(one).toString('base64')}`)
  if (typeof secret === 'string') return secret.trim() === '' ? secret : mapOne(secret)
  if (typeof secret !== 'function') {
    return Array.isArray(secret) ? secret.map((one) => (one.trim() === '' ? one : mapOne(one))) : secret
  }
  return async (request) => {
    const loaded = await secret(request)
    if (loaded === undefined) return undefined
    return typeof loaded === 'string' ? mapOne(loaded) : loaded.map(mapOne)
  }
}

export const secretInHeader: Credential = {
  ...inHeader('x-secret', (_, secret) => secret),
  signsBody: false,
  verifier: (secret) => headerSecret({ provider, secret, header: 'x-secret' }),
}

export const bearerToken: Credential = {
  ...inHeader('authorization', (_, secret) => `Bearer ${secret}`),
  signsBody: false,
  verifier: (secret) => bearer({ provider, secret }),
}

export const userAndPassword: Credential = {
  ...inHeader('authorization', (_, secret) => `Basic ${Buffer.from(secret).toString('base64')}`),
  signsBody: false,
  verifier: (secret) => basic({ provider, secret }),
}

export const tokenInUrl: Credential = {
  place: { parameter: 'token' },
  signsBody: false,
  verifier: (secret) => urlToken({ provider, secret, parameter: 'token' }),
  sign: (delivery, token) => ({ ...delivery, url: withQuery(delivery.url, { token }) }),
}
