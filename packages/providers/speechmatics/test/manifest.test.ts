import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { type AnyEvent, createReceiver } from '@stt-webhooks/core'
import { fromNode, sendNode } from '@stt-webhooks/core/adapter'
import { type SpeechmaticsEvent, speechmatics } from '@stt-webhooks/speechmatics'
import { deliver } from '@stt-webhooks/testing'
import { describe, expect, it } from 'vitest'
import { events, facts, rejections } from './manifest-table.ts'

interface Notification {
  readonly file: string
  readonly method: string
  readonly target: string
  readonly headers: Readonly<Record<string, string>>
  readonly sha256: string
  readonly bytes: number
  readonly jobId: string
  readonly expected: Readonly<Record<string, unknown>>
}

interface RawRequest {
  readonly file: string
  readonly of: string
  readonly sha256: string
  readonly bytes: number
}

const folder = new URL('../fixtures/', import.meta.url)
const manifest: (Notification | RawRequest)[] = JSON.parse(
  readFileSync(new URL('manifest.json', folder), 'utf8'),
)
const notifications = manifest.filter((entry): entry is Notification => 'target' in entry)
const rawRequests = manifest.filter((entry): entry is RawRequest => 'of' in entry)
const bytesOf = ({ file }: { file: string }) => readFileSync(new URL(file, folder))

/** The samples were sent to `/webhooks/speechmatics` with this secret. */
function listen() {
  const seen: AnyEvent[] = []
  const receiver = createReceiver([speechmatics({ secret: 'whsec_speechmatics_example' })], {
    path: '/webhooks',
    logger: { info() {}, warn() {}, error() {} },
    now: () => 0,
  })
  receiver.onAny((event) => {
    seen.push(event)
  })
  return { receiver, seen }
}

/** The receiver has events of its own, of jobs that no delivery told of. */
function isOfDelivery(event: AnyEvent | undefined): event is SpeechmaticsEvent {
  return event !== undefined && event.product !== 'expected-job'
}

async function receive(entry: Notification) {
  const { receiver } = listen()
  return deliver(receiver, { ...entry, url: entry.target, body: bytesOf(entry) })
}

describe('the manifest of samples', () => {
  it.each(manifest)('$file is untouched', (entry) => {
    const bytes = bytesOf(entry)
    expect(bytes.length).toBe(entry.bytes)
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(entry.sha256)
  })

  it.each(notifications.filter(({ expected }) => !('rejected' in expected)))(
    '$file: $expected',
    async (entry) => {
      const { event: name, ...expected } = entry.expected
      const { outcome, events: received } = await receive(entry)
      expect(outcome).toBe('accepted')
      const [event] = received
      expect(event).toMatchObject({ ...events[String(name)], jobId: entry.jobId })
      expect(Object.keys(events)).toContain(name)
      for (const [key, value] of Object.entries(expected)) {
        expect(isOfDelivery(event) && facts[key]?.(event, value), key).toEqual(value)
      }
    },
  )

  it.each(notifications.filter(({ expected }) => 'rejected' in expected))(
    '$file: $expected',
    async (entry) => {
      const { outcome, status, events: received } = await receive(entry)
      expect({ outcome, status }).toEqual(rejections[String(entry.expected['rejected'])])
      expect(received).toEqual([])
    },
  )

  it.each(rawRequests)('$file, sent as it is over a socket, is $of', async (entry) => {
    const { receiver, seen } = listen()
    const server = createServer(async (incoming, outgoing) => {
      const response = await receiver.handle(fromNode(incoming, { remedy: 'None is needed.' }))
      if (response) sendNode(incoming, outgoing, response)
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    try {
      const { port }: Pick<AddressInfo, 'port'> = Object(server.address())
      const socket = connect(port, '127.0.0.1')
      const answer = text(socket)
      socket.end(bytesOf(entry))
      expect(await answer).toMatch(/^HTTP\/1\.1 200 /)
    } finally {
      server.close()
    }
    const original = notifications.find(({ file }) => file === entry.of)
    expect(original).toBeDefined()
    expect(seen).toEqual(original && (await receive(original)).events)
  })
})
