import { Buffer } from 'node:buffer'
import { hash } from 'node:crypto'
import { createReceiver, type Inbox, type StoredDelivery } from '@stt-webhooks/core'
import { type AnyEvent, type NewEntry, packEvent } from '@stt-webhooks/core/inbox'
import { type BodyName, bodyKinds, jobIdOf, noticesOf, path } from '../bodies.ts'
import { providers } from '../servers/ours.ts'

/** One delivery as the receiver gives it to its inbox, and what a row of it needs ready made. */
export interface Item {
  readonly delivery: StoredDelivery
  readonly entry: NewEntry
  readonly event: AnyEvent
  readonly body: Buffer
  /** The event as it is stored: as long as that of every other item. */
  readonly json: string
}

/** Makes items that differ in their ids and times, in next to no time: they all have one body. */
export async function itemsOf(body: BodyName): Promise<(index: number) => Item> {
  const { delivery, entry, event } = await receive(body)
  const bytes = Buffer.from(delivery.body)
  const json = packEvent(entry) ?? ''
  return (index) => {
    const jobId = jobIdOf(index)
    const id = `evt_${hash('sha256', jobId)}`
    const receivedAt = new Date().toISOString()
    const own = { ...event, id, jobId, receivedAt }
    const job = JSON.stringify([event.endpoint, jobId, event.product])
    return {
      delivery: { ...delivery, body: bytes, checksum: id.slice('evt_'.length), receivedAt },
      ...{ entry: { ...entry, id, event: own, job }, event: own, body: bytes, json },
    }
  }
}

type Received = Pick<Item, 'delivery' | 'entry' | 'event'>

/** What the receiver makes of a body. */
async function receive(body: BodyName): Promise<Received> {
  const received: Received[] = []
  const inbox: Inbox = {
    name: 'none',
    durable: true,
    async accept(delivery, entries) {
      for (const entry of entries)
        if (delivery && entry.event) received.push({ delivery, entry, event: entry.event })
      return entries.map(() => 'accepted' as const)
    },
    work: () => Promise.reject(new Error('There is no work.')),
    close: async () => undefined,
  }
  const { bytes, headers } = noticesOf(bodyKinds[body]).body(0)
  await createReceiver(providers, { inbox }).handle({
    method: 'POST',
    url: path,
    header: (name) => headers[name.toLowerCase()],
    body: async () => ({ bytes, exact: true }),
  })
  const [first] = received
  if (first === undefined) throw new Error('The body holds no event.')
  return first
}
