import { type AnyEvent, createReceiver, type Handler } from '@stt-webhooks/core'
import { exampleProvider } from '@stt-webhooks/testing'
import { expectTypeOf, test } from 'vitest'
import { forward } from '../src/index.ts'

const required = {
  url: 'https://crm.example/hooks',
  secret: 'whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=',
}

test('it is a handler of every event', () => {
  expectTypeOf(forward(required)).toExtend<Handler<AnyEvent>>()
  const stt = createReceiver([exampleProvider({ secret: 'secret' })])
  stt.onAny({ name: 'forward-crm' }, forward(required))
  stt.onAny(forward({ ...required, secret: [required.secret] as const }))
  stt.on('transcript.completed', forward({ ...required, transcripts: true }))
  stt.on('transcript.failed', { name: 'forward-failures' }, forward(required))
})

test('it can be given another event than the one that came', () => {
  const stt = createReceiver([exampleProvider({ secret: 'secret' })])
  const send = forward(required)
  stt.onAny({ name: 'forward-crm' }, (event, context) => send({ ...event, raw: undefined }, context))
})

test('a secret and a URL are needed', () => {
  // @ts-expect-error: no secret
  forward({ url: required.url })
  // @ts-expect-error: no URL
  forward({ secret: required.secret })
  // @ts-expect-error: a variable of the environment may be missing
  forward({ ...required, secret: process.env['CRM_SECRET'] })
})
