import assert from 'node:assert/strict'
import { once } from 'node:events'
import { assemblyai } from '@stt-webhooks/assemblyai'
import { sttWebhooks } from '@stt-webhooks/express'
import { revAi } from '@stt-webhooks/rev-ai'
import express from 'express'

const stt = sttWebhooks([
  assemblyai({ secret: 'a secret of 22 letters' }),
  revAi({ secret: 'another secret of some letters' }),
])
stt.on('transcript.completed', () => assert.fail('a forged delivery must not get here'))

const server = express().use(stt).listen(0, '127.0.0.1')
await once(server, 'listening')
const { port } = server.address()

const forged = await fetch(`http://127.0.0.1:${port}/webhooks/stt/assemblyai`, { method: 'POST', body: '{}' })
assert.equal(forged.status, 401)
const other = await fetch(`http://127.0.0.1:${port}/elsewhere`)
assert.equal(other.status, 404)
server.close()
