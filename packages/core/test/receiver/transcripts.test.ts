import type { AnyEvent, Transcript } from '@stt-webhooks/core'
import { describe, expect, it } from 'vitest'
import { type FakeFact, facts } from '../support/provider.ts'
import { createBench } from '../support/receiver.ts'

const transcript = (text: string): Transcript => ({ text, words: [], utterances: [], speakers: [] })

/** What a handler gets for a fact, and what the receiver gives for the same event out of JSON. */
async function ask(fact: FakeFact) {
  const { receiver } = createBench()
  const asked: { one?: unknown; all?: unknown; event?: AnyEvent } = {}
  receiver.onAny(async (event, context) => {
    asked.event = event
    asked.one = await context.transcript().catch((error: unknown) => error)
    asked.all = await context.transcripts().catch((error: unknown) => error)
  })
  await receiver.handle(facts({ id: 'job-1', ...fact }))
  const stored: AnyEvent = JSON.parse(JSON.stringify(asked.event))
  return { ...asked, stored: await receiver.transcripts(stored).catch((error: unknown) => error) }
}

const failure = (code: string, text = '') => ({
  name: 'WebhookError',
  code,
  provider: 'fake',
  message: expect.stringContaining(text),
})

describe('transcript() and transcripts()', () => {
  it('give the one that came', async () => {
    const one = transcript('Hello.')
    expect(await ask({ transcripts: [one] })).toMatchObject({ one, all: [one], stored: [one] })
  })

  it('give several only to who asks for several', async () => {
    const two = [transcript('Hello.'), transcript('Bye.')]
    const { one, all, stored } = await ask({ transcripts: two })
    expect(one).toMatchObject(
      failure('several_transcripts', 'The job has 2 transcripts. Use `transcripts()`.'),
    )
    expect([all, stored]).toEqual([two, two])
  })

  it.each([{}, { transcripts: [] }, { type: 'transcript.ended' }] as const)(
    'say of a thin notice that the transcript must be fetched: %o',
    async (fact) => {
      const expected = failure('transcript_not_included', 'The notice of job job-1 carries no transcript.')
      const { one, all, stored } = await ask(fact)
      for (const result of [one, all, stored]) expect(result).toMatchObject(expected)
    },
  )

  it.each(['transcript.failed', 'transcript.progressed', 'job.completed', 'webhook.pinged'] as const)(
    'say of %s that there is none',
    async (type) => {
      const { one, all, stored } = await ask({ type })
      for (const result of [one, all, stored])
        expect(result).toMatchObject(failure('no_transcript', `A ${type} event has no transcript.`))
    },
  )

  it('give the part that a failed job left', async () => {
    const part = transcript('Hel')
    expect(await ask({ type: 'transcript.failed', transcripts: [part] })).toMatchObject({ one: part })
    expect(await ask({ type: 'transcript.failed', transcripts: [] })).toMatchObject({
      one: failure('no_transcript'),
    })
  })

  it('take a handler that lets the refusal through for one that failed', async () => {
    const { receiver, errors } = createBench()
    receiver.onAny((_, { transcript }) => transcript())
    expect(await receiver.receive(facts({ id: 'a' }))).toMatchObject({ outcome: 'handler_failed' })
    expect(errors).toMatchObject([{ error: { code: 'transcript_not_included' } }])
  })
})
