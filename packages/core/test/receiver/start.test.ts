import type { Provider } from '@stt-webhooks/core'
import { describe, expect, it, vi } from 'vitest'
import { factsWith, fakeProvider } from '../support/provider.ts'
import { type Bench, createBench } from '../support/receiver.ts'

const warning =
  '[stt-webhooks] [fake] Notices on /fake do not tell whether a transcription succeeded, so that no handler of ' +
  'transcript.completed is called. '
const texts = ({ lines }: Bench) => lines.map((line) => line.text)

/** Registers handlers of these types. */
function listen(
  { receiver }: Bench,
  ...types: readonly ('transcript.completed' | 'transcript.ended' | '*')[]
) {
  for (const type of types) {
    if (type === '*') receiver.onAny(() => {})
    else receiver.on(type, () => {})
  }
}

const bare: Partial<Provider> = { classifiesWith: 'apiKey' }
const keyed: Partial<Provider> = { ...bare, api: { classify: () => undefined } }
const createWith = (provider: Partial<Provider>) => createBench({}, [fakeProvider(provider)])

async function deliver({ receiver }: Bench, id: string, endpoint = 'fake'): Promise<void> {
  const url = `/webhooks/stt/${endpoint}`
  const receipt = await receiver.receive(factsWith({ url }, { id, type: 'transcript.ended' }))
  expect(receipt).toMatchObject({ outcome: 'accepted' })
}

describe('start()', () => {
  it('does nothing where nothing is wrong', async () => {
    const timers = vi.spyOn(globalThis, 'setTimeout')
    const bench = createBench()
    listen(bench, 'transcript.completed')
    await bench.receiver.start()
    await bench.receiver.start()
    expect(bench.lines).toEqual([])
    expect(timers).not.toHaveBeenCalled()
    timers.mockRestore()
  })

  it('warns, once, that completed transcripts are waited for in vain', async () => {
    const bench = createWith(bare)
    listen(bench, 'transcript.completed')
    await bench.receiver.start()
    await bench.receiver.start()
    bench.clock.now += 60_000
    await deliver(bench, 'a')
    expect(bench.lines).toEqual([
      { level: 'warn', text: `${warning}Set the option \`apiKey\`, or handle transcript.ended.` },
    ])
  })

  it.each<[string, Partial<Provider>, Parameters<typeof listen>[1][]]>([
    ['an API key is configured', keyed, ['transcript.completed']],
    ['somebody handles transcript.ended', bare, ['transcript.completed', 'transcript.ended']],
    ['nobody waits for completed transcripts', bare, ['transcript.ended']],
    ['everything is listened to, and nothing more', bare, ['*']],
    ['the notices of the service lack nothing', {}, ['transcript.completed']],
  ])('does not warn where %s', async (_, provider, types) => {
    const bench = createWith(provider)
    listen(bench, ...types)
    await bench.receiver.start()
    expect(bench.lines).toEqual([])
  })

  it('warns although somebody listens to everything', async () => {
    const bench = createWith(bare)
    listen(bench, 'transcript.completed', '*')
    await bench.receiver.start()
    expect(bench.lines).toHaveLength(1)
  })
})

describe('the first delivery that ends without an outcome', () => {
  it('warns where start() was not called', async () => {
    const bench = createWith(bare)
    listen(bench, 'transcript.completed')
    for (const id of ['a', 'b', 'c']) {
      await deliver(bench, id)
      bench.clock.now += 60_000
    }
    expect(texts(bench)).toEqual([`${warning}Set the option \`apiKey\`, or handle transcript.ended.`])
  })

  it('warns of handlers that were registered after start()', async () => {
    const bench = createWith(bare)
    await bench.receiver.start()
    listen(bench, 'transcript.completed')
    await deliver(bench, 'a')
    expect(bench.lines).toHaveLength(1)
  })

  it('names no option where the provider names none', async () => {
    const bench = createWith({})
    listen(bench, 'transcript.completed')
    await deliver(bench, 'a')
    expect(texts(bench)).toEqual([`${warning}Handle transcript.ended.`])
  })

  it('warns for each endpoint', async () => {
    const bench = createBench({}, [fakeProvider(bare), false, fakeProvider({ ...bare, endpoint: 'second' })])
    listen(bench, 'transcript.completed')
    for (const endpoint of ['fake', 'second', 'fake', 'second']) await deliver(bench, endpoint, endpoint)
    expect(texts(bench).map((text) => /\/(fake|second) /.exec(text)?.[1])).toEqual(['fake', 'second'])
  })

  it('warns of nothing where an outcome could have been learnt, or is handled', async () => {
    const failing = { api: { classify: () => Promise.reject(new Error('down')) } }
    const [asked, handled] = [createWith({ ...bare, ...failing }), createWith(bare)]
    listen(asked, 'transcript.completed')
    listen(handled, 'transcript.completed', 'transcript.ended')
    for (const bench of [asked, handled]) {
      await deliver(bench, 'a')
      expect(bench.lines).toEqual([])
    }
  })
})
