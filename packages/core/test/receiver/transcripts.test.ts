import type { AnyEvent, Transcript } from '@stt-webhooks/core'
import { type ProviderApi, WebhookError } from '@stt-webhooks/core/provider'
import { describe, expect, it, vi } from 'vitest'
import { type FakeFact, facts, fakeProvider } from '../support/provider.ts'
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

type Fetch = NonNullable<ProviderApi['fetch']>

/** A service that can be asked for transcripts. */
function createFetching(fetch: Fetch) {
  const bench = createBench({}, [fakeProvider({ api: { fetch } })])
  return { ...bench, fetch }
}

describe('a thin notice whose service can be asked', () => {
  const one = transcript('Hello.')
  const serving = (...transcripts: Transcript[]) => vi.fn<Fetch>(() => Promise.resolve(transcripts))
  const down = () => new WebhookError('api_unavailable', 'Down.', { provider: 'fake' })

  it.each(['transcript.completed', 'transcript.ended'] as const)(
    'of type %s gets its transcripts from there',
    async (type) => {
      const { receiver, fetch } = createFetching(serving(one))
      const got: unknown[] = []
      receiver.onAny(async (_, context) => {
        got.push(await context.transcript(), await context.transcripts())
      })
      const receipt = await receiver.receive(facts({ id: 'a', type }))
      expect(got).toEqual([one, [one]])
      expect(fetch).toHaveBeenCalledTimes(1)
      expect(fetch).toHaveBeenCalledWith(receipt?.events[0], { signal: expect.any(AbortSignal) })
    },
  )

  it('is asked for once, whatever the number of handlers and of questions', async () => {
    const { receiver, fetch } = createFetching(serving(one))
    for (const name of ['save', 'mail', 'audit']) {
      receiver.onAny({ name }, (_, context) => Promise.all([context.transcript(), context.transcripts()]))
    }
    expect(await receiver.receive(facts({ id: 'a' }))).toMatchObject({ outcome: 'accepted' })
    expect(fetch).toHaveBeenCalledTimes(1)
    await receiver.receive(facts({ id: 'b' }))
    expect(fetch).toHaveBeenCalledTimes(2)
  })

  it('is not asked for if nobody wants it', async () => {
    const { receiver, fetch } = createFetching(serving(one))
    receiver.onAny(() => {})
    await receiver.receive(facts({ id: 'a' }))
    expect(fetch).not.toHaveBeenCalled()
  })

  it('is not asked for what came in the body, nor of jobs that have none', async () => {
    const { receiver, fetch } = createFetching(serving(transcript('other')))
    receiver.onAny({ name: 'full' }, async (_, context) => {
      expect(await context.transcript().catch(() => one)).toBe(one)
    })
    await receiver.receive(facts({ id: 'b', type: 'transcript.failed' }, { id: 'c', type: 'job.completed' }))
    const ask = vi.fn()
    receiver.on('transcript.completed', async (_, context) => ask(await context.transcript()))
    await receiver.receive(facts({ id: 'd', transcripts: [one] }))
    expect(ask).toHaveBeenCalledWith(one)
    expect(fetch).not.toHaveBeenCalled()
  })

  it('may have several, or none', async () => {
    const two = [one, transcript('Bye.')]
    const many = createFetching(serving(...two))
    const none = createFetching(serving())
    const results: unknown[] = []
    for (const { receiver } of [many, none]) {
      receiver.onAny(async (_, context) => {
        results.push(await context.transcripts(), await context.transcript().catch((error: unknown) => error))
      })
      await receiver.receive(facts({ id: 'job-1' }))
    }
    expect(results).toMatchObject([
      two,
      failure('several_transcripts', '2 transcripts'),
      [],
      failure('transcript_gone', 'The service has no transcript of job job-1.'),
    ])
  })

  it('is asked again after a failure, which is shared by those who wait for it and not remembered', async () => {
    const { receiver, fetch } = createFetching(serving(one).mockRejectedValueOnce(down()))
    const codes: unknown[] = []
    const caught = (error: unknown) => void codes.push(error)
    receiver.onAny(async (_, context) => {
      await Promise.all([context.transcript().catch(caught), context.transcripts().catch(caught)])
      expect(await context.transcript()).toBe(one)
    })
    expect(await receiver.receive(facts({ id: 'a' }))).toMatchObject({ outcome: 'accepted' })
    expect(codes).toMatchObject([{ code: 'api_unavailable' }, { code: 'api_unavailable' }])
    expect(fetch).toHaveBeenCalledTimes(2)
  })

  it('fails the handler that lets the failure through, so that nothing is lost', async () => {
    const { receiver, fetch, errors } = createFetching(serving(one).mockRejectedValueOnce(down()))
    const [saved, steady] = [vi.fn(), vi.fn()]
    receiver.onAny({ name: 'save' }, async (_, context) => saved(await context.transcript()))
    receiver.onAny({ name: 'steady' }, steady)
    expect(await receiver.receive(facts({ id: 'a' }))).toMatchObject({
      outcome: 'handler_failed',
      response: { status: 503 },
      handlers: [{ name: 'save', error: { code: 'api_unavailable' } }, { name: 'steady' }],
    })
    expect(errors).toMatchObject([{ error: { code: 'api_unavailable' }, context: { handler: 'save' } }])
    expect(await receiver.receive(facts({ id: 'a' }))).toMatchObject({ outcome: 'accepted' })
    expect(saved).toHaveBeenCalledExactlyOnceWith(one)
    expect(steady).toHaveBeenCalledTimes(1)
    expect(fetch).toHaveBeenCalledTimes(2)
  })

  it('rejects where the provider throws', async () => {
    const { receiver } = createFetching(() => {
      throw down()
    })
    const asked = vi.fn()
    receiver.onAny((_, context) => context.transcript().catch(asked))
    await receiver.receive(facts({ id: 'a' }))
    expect(asked).toHaveBeenCalledWith(expect.objectContaining({ code: 'api_unavailable' }))
  })

  it('lets go when the receiver is stopped', async () => {
    const waiting = vi.fn<Fetch>(
      (_, { signal }) =>
        new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
    )
    const { receiver } = createFetching(waiting)
    receiver.onAny((_, context) => context.transcript())
    const receipt = receiver.receive(facts({ id: 'a' }))
    await vi.waitFor(() => expect(waiting).toHaveBeenCalled())
    await receiver.stop({ timeoutMs: 1 })
    expect(await receipt).toMatchObject({ outcome: 'handler_failed' })
  })

  it('can be asked about events that come out of JSON', async () => {
    const { receiver, fetch } = createFetching(serving(one))
    receiver.onAny(() => {})
    const [event] = (await receiver.receive(facts({ id: 'a' })))?.events ?? []
    const stored: AnyEvent = JSON.parse(JSON.stringify(event))
    expect(await receiver.transcripts(stored)).toEqual([one])
    expect(await receiver.transcripts(stored)).toEqual([one])
    expect(fetch).toHaveBeenCalledExactlyOnceWith(stored, expect.anything())
  })

  it('is nobody to ask where no provider listens on its endpoint', async () => {
    const { receiver, fetch } = createFetching(serving(one))
    receiver.onAny(() => {})
    const [event] = (await receiver.receive(facts({ id: 'a' })))?.events ?? []
    const stored: AnyEvent = JSON.parse(JSON.stringify({ ...event, endpoint: 'gone' }))
    await expect(receiver.transcripts(stored)).rejects.toMatchObject(failure('transcript_not_included'))
    expect(fetch).not.toHaveBeenCalled()
  })
})
