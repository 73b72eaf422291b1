import { createReceiver, defineConfig, inboxMemory, type Receiver, type Sweeper } from '@stt-webhooks/core'
import { revAi } from '@stt-webhooks/rev-ai'
import { speechmatics } from '@stt-webhooks/speechmatics'
import { describe, expectTypeOf, it } from 'vitest'

const providers = [
  revAi({ secret: 'a' }),
  process.env['B'] !== undefined && speechmatics({ secret: 'b' }),
] as const

describe('defineConfig', () => {
  it('keeps what createReceiver infers of the providers', () => {
    const config = defineConfig({ providers: [revAi({ secret: 'a' })], path: '/hooks' })
    const receiver = createReceiver(config.providers, config)
    receiver.on('transcript.completed', ({ provider }) => expectTypeOf(provider).toEqualTypeOf<'rev-ai'>())
    // @ts-expect-error Rev AI redacts no audio
    receiver.on('audio.redacted', () => {})
    expectTypeOf(receiver).not.toExtend<Sweeper>()
  })

  it('keeps that some may be missing', () => {
    const config = defineConfig({ providers })
    expectTypeOf(createReceiver(config.providers, config)).toEqualTypeOf<Receiver<typeof providers>>()
  })

  it('keeps whether the inbox remembers jobs', () => {
    const config = defineConfig({ providers: [revAi({ secret: 'a' })], inbox: inboxMemory() })
    expectTypeOf(createReceiver(config.providers, config).sweep).toBeFunction()
  })

  it('types the events of onlyJobs by the providers', () => {
    defineConfig({
      providers: [revAi({ secret: 'a' })],
      onlyJobs: ({ provider }) => {
        expectTypeOf(provider).toEqualTypeOf<'rev-ai'>()
        return true
      },
    })
  })

  it('knows no other options', () => {
    // @ts-expect-error a slip of the pen
    defineConfig({ providers: [], pathh: '/hooks' })
  })
})
