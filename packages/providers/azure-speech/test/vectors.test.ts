import { Buffer } from 'node:buffer'
import { readFileSync } from 'node:fs'
import { azureSpeech } from '@stt-webhooks/azure-speech'
import { createReceiver } from '@stt-webhooks/core'
import { deliver } from '@stt-webhooks/testing'
import { describe, expect, it } from 'vitest'
import file from '../fixtures/vectors.json' with { type: 'json' }

const silent = { info() {}, warn() {}, error() {} }

describe('the signature vectors', () => {
  it('are all here', () => {
    expect(file.vectors.filter((vector) => vector.valid)).toHaveLength(13)
    expect(file.vectors.filter((vector) => !vector.valid)).toHaveLength(7)
  })

  it.each(file.vectors)('$name: valid is $valid', async (vector) => {
    const body =
      vector.bodyFile === undefined
        ? Buffer.from(vector.body)
        : readFileSync(new URL(`../fixtures/${vector.bodyFile}`, import.meta.url))
    expect(body.toString('utf8')).toBe(vector.body)

    const receiver = createReceiver([azureSpeech({ secret: vector.secret })], { logger: silent })
    const seen: string[] = []
    receiver.onAny((event) => void seen.push(event.verifiedBy))
    const { status, outcome } = await deliver(receiver, {
      method: 'POST',
      url: `/webhooks/stt/azure-speech?${vector.query ?? ''}`,
      headers: {
        'X-MicrosoftSpeechServices-Event': vector.eventHeader,
        'X-MicrosoftSpeechServices-Signature': vector.signatureBase64,
      },
      body,
    })

    const isChallenge = vector.eventHeader === 'Challenge'
    const genuine = { status: 200, outcome: isChallenge ? 'handshake' : 'accepted' }
    expect({ status, outcome }).toEqual(vector.valid ? genuine : { status: 401, outcome: 'refused' })
    expect(seen).toEqual(vector.valid && !isChallenge ? ['signature'] : [])
  })
})
