import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Bench, bench, fetched } from './support/bench.ts'

// The same cases in every run.
fc.configureGlobal({ seed: 20_261_121 })

/** The transcript of a job whose answer has these fields. */
async function read(fields: Readonly<Record<string, unknown>>, one?: Bench) {
  const { api, ...rest } = one ?? (await bench())
  const id = `job-${api.requests.length}`
  api.addJob({ id, status: 'completed', fields })
  return fetched({ api, ...rest }, id)
}

const spoken = (text: string, start: number, more = {}) => ({
  text,
  start,
  end: start + 50,
  confidence: 0.5,
  ...more,
})

describe('the transcript of a pre-recorded transcription', () => {
  it('transcript.completed.json → 15 words, 1 utterance, speaker A, en_us, 281 s', async () => {
    const { words, utterances, ...rest } = await fetched(
      await bench(),
      '9ea68fd3-f953-42c1-9742-976c447fb463',
    )
    const text =
      'Smoke from hundreds of wildfires in Canada is triggering air quality alerts throughout the US.'
    expect(rest).toEqual({
      text,
      language: 'en_us',
      duration: 281,
      confidence: 0.9404651451800253,
      speakers: ['A'],
    })
    expect(words.map((word) => word.text).join(' ')).toBe(text)
    expect(words[0]).toEqual({ text: 'Smoke', start: 0.25, end: 0.65, confidence: 0.97503, speaker: 'A' })
    expect(words.at(-1)).toEqual({ text: 'US.', start: 5.732, end: 6.382, confidence: 0.88, speaker: 'A' })
    expect(utterances).toEqual([
      { text, start: 0.25, end: 6.382, confidence: 0.9359033333333334, speaker: 'A' },
    ])
  })

  it('has neither utterances nor speakers if nobody asked for them', async () => {
    const words = [spoken('Hi.', 10, { speaker: null })]
    expect(await read({ text: 'Hi.', words, utterances: null })).toMatchObject({
      utterances: [],
      speakers: [],
    })
  })

  it('has the channels as strings, and the utterances of all of them in spoken order', async () => {
    const { utterances, speakers, words } = await read({
      multichannel: true,
      audio_channels: 2,
      words: [
        spoken('Hello?', 0, { speaker: '1A', channel: '1' }),
        spoken('Yes.', 60, { speaker: '2A', channel: '2' }),
        spoken('Hi.', 120, { speaker: '1B', channel: '1' }),
      ],
      utterances: [
        spoken('Hello?', 0, { speaker: '1A', channel: '1', words: [] }),
        spoken('Hi.', 120, { speaker: '1B', channel: '1', words: [] }),
        spoken('Yes.', 60, { speaker: '2A', channel: '2', words: [] }),
      ],
    })
    expect(words.map(({ channel }) => channel)).toEqual(['1', '2', '1'])
    expect(utterances.map(({ text, channel }) => [text, channel])).toEqual([
      ['Hello?', '1'],
      ['Yes.', '2'],
      ['Hi.', '1'],
    ])
    expect(speakers).toEqual(['1A', '2A', '1B'])
  })

  it('takes the names that speaker identification puts in the place of letters', async () => {
    const words = [spoken('Hi.', 0, { speaker: 'Customer' })]
    expect(await read({ words, utterances: [spoken('Hi.', 0, { speaker: 'Agent' })] })).toMatchObject({
      speakers: ['Customer', 'Agent'],
    })
  })

  it('never shows what was redacted', async () => {
    const transcript = await read({
      text: 'I am [PERSON_NAME].',
      words: [spoken('[PERSON_NAME].', 0)],
      utterances: [spoken('I am [PERSON_NAME].', 0)],
      unredacted_text: 'I am Ada.',
      unredacted_words: [spoken('Ada.', 0)],
      unredacted_utterances: [spoken('I am Ada.', 0)],
    })
    expect(JSON.stringify(transcript)).not.toContain('Ada')
  })

  it('is empty if nobody spoke', async () => {
    const empty = { text: '', words: [], utterances: [], speakers: [] }
    const nothing = { language_code: null, audio_duration: null, confidence: null }
    expect(await read({ text: '', words: [], utterances: [], ...nothing })).toEqual(empty)
    expect(await read({ text: null, words: null, utterances: null, ...nothing })).toEqual(empty)
  })

  it('is read whatever stands in its fields', async () => {
    const one = await bench()
    const item = fc.record({
      text: fc.oneof(fc.string(), fc.jsonValue()),
      start: fc.oneof(fc.integer(), fc.jsonValue()),
      end: fc.oneof(fc.integer(), fc.jsonValue()),
      confidence: fc.jsonValue(),
      speaker: fc.jsonValue(),
    })
    const list = fc.oneof(fc.array(fc.oneof(item, fc.jsonValue())), fc.jsonValue())
    const fields = fc.record({
      text: fc.jsonValue(),
      words: list,
      utterances: list,
      language_code: fc.jsonValue(),
      audio_duration: fc.jsonValue(),
      confidence: fc.jsonValue(),
    })
    await fc.assert(
      fc.asyncProperty(fields, async (fields) => {
        const { text, words, utterances } = await read(fields, one)
        expect(text).toBeTypeOf('string')
        for (const { start, end } of [...words, ...utterances])
          expect([start, end]).toEqual([expect.any(Number), expect.any(Number)])
      }),
    )
  })
})

describe('the fake API', () => {
  const label = fc.option(fc.constantFrom('A', 'B'), { nil: undefined })
  const turns = fc.array(
    fc.record({
      speaker: label,
      channel: label,
      words: fc.array(fc.stringMatching(/^\w{1,8}$/), { minLength: 1 }),
    }),
  )
  const facts = fc.record({
    language: fc.option(fc.constantFrom('en_us', 'de'), { nil: undefined }),
    duration: fc.option(fc.nat(), { nil: undefined }),
    confidence: fc.option(fc.constantFrom(0, 0.5, 1), { nil: undefined }),
  })

  it('answers with any transcript so that it is read as it was', async () => {
    const one = await bench()
    await fc.assert(
      fc.asyncProperty(turns, facts, fc.boolean(), async (turns, facts, isLabelled) => {
        const transcript = { ...toTranscript(turns, isLabelled), ...facts }
        // An event is handled once, so each needs an id of its own.
        const id = `job-${one.transcripts.length}`
        one.api.addJob({ id, status: 'completed', transcript })
        expect(await fetched(one, id)).toEqual(transcript)
      }),
    )
  })

  it('gives an utterance without a time that of its words', async () => {
    const one = await bench()
    const words = [{ text: 'Hi.', start: 1, end: 2 }]
    const transcript = { text: 'Hi. So.', words, utterances: [{ text: 'Hi.' }], speakers: [] }
    one.api.addJob({ id: 'a', status: 'completed', transcript })
    expect((await fetched(one, 'a')).utterances).toEqual([{ text: 'Hi.', start: 1, end: 2 }])
    one.api.addJob({ id: 'b', status: 'completed', transcript: { ...transcript, words: [] } })
    expect((await fetched(one, 'b')).utterances).toEqual([{ text: 'Hi.', start: 0, end: 0 }])
  })

  it('takes the key `fake-key` unless it is told another', async () => {
    const one = await bench({ apiKey: 'fake-key' }, { apiKey: undefined })
    one.api.addJob({ id: 'a', status: 'completed' })
    expect((await fetched(one, 'a')).language).toBe('en_us')
  })
})

/** One word every second, each half a second long. */
function toTranscript(
  turns: readonly {
    readonly speaker: string | undefined
    readonly channel: string | undefined
    readonly words: readonly string[]
  }[],
  isLabelled: boolean,
) {
  let second = 0
  const spoken = turns.map(({ words, ...labels }) => ({
    labels,
    words: words.map((text) => ({ text, start: second++, end: second - 0.5, confidence: 0.9, ...labels })),
  }))
  const textOf = (words: readonly { readonly text: string }[]) => words.map(({ text }) => text).join(' ')
  return {
    text: textOf(spoken.flatMap(({ words }) => words)),
    words: spoken.flatMap(({ words }) => words),
    utterances: isLabelled
      ? spoken.map(({ labels, words }) => ({
          text: textOf(words),
          start: words[0]?.start,
          end: words.at(-1)?.end,
          ...labels,
        }))
      : [],
    speakers: [...new Set(turns.flatMap(({ speaker }) => speaker ?? []))],
  }
}
