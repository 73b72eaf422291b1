import { hash } from 'node:crypto'
import createApplication from 'express'
import { path } from '../bodies.ts'
import { serve } from '../serve.ts'
import { parseGenuine, readBody } from '../servers/by-hand.ts'
import { openRows, type Row } from './rows.ts'

// What is written by hand without group commit: `commit-each-server.ts <place>` verifies, reads, and stores the same rows in a transaction
// for each request.

const [, , place = ''] = process.argv
const { store, stored } = await openRows(place)
const app = createApplication()
app.post(path, (request, response, next) => {
  readBody(request).then((bytes) => {
    const body = parseGenuine(request, bytes)
    if (isNotice(body)) store([rowOf(body, bytes)])
    response.status(isNotice(body) ? 200 : 401).end()
  }, next)
})
serve(app, stored)

interface Notice {
  readonly self: string
}

function isNotice(body: unknown): body is Notice {
  return typeof body === 'object' && body !== null && 'self' in body && typeof body.self === 'string'
}

function rowOf(raw: Notice, body: Uint8Array): Row {
  const facts = { endpoint: 'azure-speech', provider: 'azure-speech', product: 'transcription' } as const
  const { endpoint, product } = facts
  const jobId = raw.self.slice(raw.self.lastIndexOf('/') + 1)
  const id = `evt_${hash('sha256', JSON.stringify([endpoint, product, { jobId, phase: 'ended' }]))}`
  const stamp = { receivedAt: new Date().toISOString(), verifiedBy: 'signature' } as const
  const type = 'transcript.ended'
  const reason = 'Azure Speech does not tell in its notice whether the transcription succeeded'
  const event = { type, ...facts, jobId, metadata: {}, reason, id, ...stamp, source: 'webhook' }
  return {
    ...{ id, type, jobId, rank: 2, ...facts, ...stamp, body },
    job: JSON.stringify([endpoint, jobId, product]),
    // Without the body, which lies beside it.
    json: JSON.stringify({ ...event, '~rawIsBody': true }),
    checksum: hash('sha256', body),
    ...{ method: 'POST', url: path, headers: JSON.stringify({ 'content-type': 'application/json' }) },
  }
}
