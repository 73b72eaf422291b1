const assert = require('node:assert/strict')
const { once } = require('node:events')
const { assemblyai } = require('@stt-webhooks/assemblyai')
const { sttWebhooks } = require('@stt-webhooks/express')
const { revAi } = require('@stt-webhooks/rev-ai')
const express = require('express')

async function main() {
  const stt = sttWebhooks([
    assemblyai({ secret: 'a secret of 22 letters' }),
    revAi({ secret: 'another secret of some letters' }),
  ])
  stt.on('transcript.completed', () => assert.fail('a forged delivery must not get here'))

  const server = express().use(stt).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address()

  const forged = await fetch(`http://127.0.0.1:${port}/webhooks/stt/assemblyai`, {
    method: 'POST',
    body: '{}',
  })
  assert.equal(forged.status, 401)
  const other = await fetch(`http://127.0.0.1:${port}/elsewhere`)
  assert.equal(other.status, 404)
  server.close()
}

void main()
