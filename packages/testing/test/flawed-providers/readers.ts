import { randomUUID } from 'node:crypto'
import type { Provider } from '@stt-webhooks/core'
import type { Delivery, Reading } from '@stt-webhooks/core/provider'
import type { Flaw } from './service.ts'

type EventsReading = Extract<Reading, { outcome: 'events' }>
type One = EventsReading['events'][number]

function withProvider(change: (provider: Provider) => Partial<Provider>): Flaw {
  return (honest) => (options) => {
    const provider = honest(options)
    return { ...provider, ...change(provider) }
  }
}

/** Changes each event that the honest reader found. */
function withEvents(change: (one: One, delivery: Delivery) => One | readonly One[]): Flaw {
  return withProvider(({ read }) => ({
    async read(delivery) {
      const reading = await read(delivery)
      if (reading.outcome !== 'events') return reading
      return { ...reading, events: reading.events.flatMap((one) => change(one, delivery)) }
    },
  }))
}

/** Changes what becomes of events that the honest reader did not recognize. */
function withUnrecognized(change: (one: One) => Reading): Flaw {
  return withProvider(({ read }) => ({
    async read(delivery) {
      const reading = await read(delivery)
      const [one] = reading.outcome === 'events' ? reading.events : []
      return one?.event.type === 'webhook.unrecognized' ? change(one) : reading
    },
  }))
}

export const makesUpIds: Flaw = withEvents(({ event }) => ({
  key: { jobId: randomUUID(), phase: 'ended' },
  event,
}))

export const namesFactsByBody: Flaw = withEvents(({ event }) => ({ key: 'body', event }))

export const namesAllFactsAlike: Flaw = withEvents(({ event }) => ({
  key: { jobId: 'job', phase: 'ended' },
  event,
}))

export const emitsTwice: Flaw = withEvents((one) => [one, one])

export const keepsTheSecret: Flaw = withEvents(({ key, event }, delivery) => ({
  key,
  event: { ...event, metadata: { token: delivery.header('x-secret') ?? '' } },
}))

export const keepsTheUrl: Flaw = withEvents(({ key, event }, delivery) => ({
  key,
  event: { ...event, raw: { body: event.raw, url: delivery.url } },
}))

export const keepsCredentialsOfTheBody: Flaw = withEvents(({ key, event }, delivery) => ({
  key,
  event: { ...event, raw: JSON.parse(delivery.text()) },
}))

export const keepsDates: Flaw = withEvents(({ key, event }) => ({
  key,
  event: { ...event, raw: { at: new Date(0) } },
}))

export const ignoresUnknownShapes: Flaw = withUnrecognized(() => ({
  outcome: 'ignored',
  reason: 'of no known shape',
}))

export const takesUnknownForSuccess: Flaw = withUnrecognized(({ key, event }) => ({
  outcome: 'events',
  events: [{ key, event: { ...event, type: 'transcript.completed' } }],
}))

export const asksForMoreThanItNeeds: Flaw = withProvider(({ handshake }) => ({
  handshake(delivery) {
    if (delivery.json() === null) throw new TypeError('the body is null')
    return handshake?.(delivery)
  },
}))

export const emitsForHandshakes: Flaw = withProvider(() => ({ handshake: () => undefined }))

export const answersAllAsHandshakes: Flaw = withProvider(({ answers }) => ({
  handshake: () => answers.accepted,
}))

export const takesFailureForSuccess: Flaw = withEvents(({ key, event }) => {
  const { type, provider, product, jobId, raw } = event
  if (type !== 'transcript.failed') return { key, event }
  return { key, event: { type: 'transcript.completed', provider, product, jobId, raw } }
})

export const ignoresTheEndpoint: Flaw = (honest) => (options) => honest({ ...options, endpoint: 'service' })

export const redirects: Flaw = withProvider(({ answers }) => ({
  answers: { ...answers, accepted: { status: 302, headers: {}, body: null } },
}))

export const givesUpAtTrouble: Flaw = withProvider(({ answers }) => ({
  answers: { ...answers, isFinal: () => true },
}))

export const letsTheTokenBeKept: Flaw = withProvider(() => ({ keeps: undefined }))

/** Nothing tells the inbox to keep the header, so that the delivery reads differently later. */
export const readsAHeaderThatNobodyKeeps: Flaw = withEvents(({ key, event }, delivery) => {
  const name = delivery.header('x-signature') === undefined ? 'unsigned' : 'signed'
  return { key, event: { ...event, name } }
})
