import { createReceiver, type Transcript } from '@stt-webhooks/core'
import {
  type SpeechmaticsAlternative,
  type SpeechmaticsResult,
  speechmatics,
} from '@stt-webhooks/speechmatics'
import { simulator } from '@stt-webhooks/speechmatics/testing'
import { deliver, type SimulatedDelivery } from '@stt-webhooks/testing'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

// The same cases in every run.
fc.configureGlobal({ seed: 20_261_121 })

const simulate = simulator({ secret: 's3cret' })

async function transcriptOf(delivery: SimulatedDelivery): Promise<Transcript | undefined> {
  const receiver = createReceiver([speechmatics({ secret: 's3cret' })])
  receiver.onAny(() => {})
  const [event] = (await deliver(receiver, delivery)).events
  return event?.type === 'transcript.completed' ? event.transcripts?.[0] : undefined
}

function read(results: readonly unknown[], metadata: object = {}, job: object = { id: 'a' }) {
  return transcriptOf(simulate.completed({ jobId: 'a', body: JSON.stringify({ job, metadata, results }) }))
}

function readText(body: string) {
  return transcriptOf(simulate.completed({ body, headers: { 'content-type': 'text/plain' } }))
}

type More = Partial<SpeechmaticsResult & Omit<SpeechmaticsAlternative, 'content'>>

/** A word that lasts for half a second. */
function word(content: string, start: number, more: More = {}): SpeechmaticsResult {
  const { speaker, language, confidence, ...result } = more
  const alternative = { content, ...(speaker && { speaker }), ...(language && { language }) }
  return {
    type: 'word',
    start_time: start,
    end_time: start + 0.5,
    alternatives: [
      confidence === undefined ? alternative : { ...alternative, confidence },
      { content: 'worse' },
    ],
    ...result,
  }
}

function mark(content: string, at: number, more: More = {}): SpeechmaticsResult {
  return word(content, at, { type: 'punctuation', end_time: at, ...more })
}

describe('words and text of json-v2', () => {
  it.each([
    ['previous', 'a, b', ['a,', 'b']],
    ['next', 'a ,b', ['a', ',b']],
    ['both', 'a,b', ['a,', 'b']],
    ['none', 'a , b', ['a', ',', 'b']],
    ['sideways', 'a, b', ['a,', 'b']],
    [undefined, 'a, b', ['a,', 'b']],
  ])('attach punctuation to %s', async (attaches_to, text, words) => {
    const comma = mark(',', 0.5, attaches_to === undefined ? {} : { attaches_to })
    const transcript = await read([word('a', 0), comma, word('b', 1)])
    expect(transcript?.text).toBe(text)
    expect(transcript?.words.map((one) => one.text)).toEqual(words)
  })

  it('keep marks that have nothing to attach to', async () => {
    const transcript = await read([
      mark('…', 0),
      mark('¡', 0, { attaches_to: 'next' }),
      mark('¿', 0, { attaches_to: 'next' }),
      word('a', 1),
      mark('«', 1.5, { attaches_to: 'next' }),
    ])
    expect(transcript?.words.map(({ text, start }) => [text, start])).toEqual([
      ['…', 0],
      ['¡¿a', 1],
      ['«', 1.5],
    ])
  })

  it('skip what is no word and what has no content, and do without times', async () => {
    const transcript = await read([
      null,
      7,
      { type: 'speaker_change', alternatives: [{ content: 'x' }] },
      { type: 'word' },
      { type: 'word', alternatives: [null] },
      { type: 'word', alternatives: [{ content: 7 }] },
      { type: 'word', alternatives: [{ content: 'a' }], start_time: null, end_time: 1 },
      { type: 'word', alternatives: [{ content: 'b', confidence: 0.5 }] },
    ])
    expect(transcript?.words).toEqual([
      { text: 'a', start: 0, end: 1 },
      { text: 'b', start: 1, end: 1, confidence: 0.5 },
    ])
  })

  it.each([
    [{ word_delimiter: '' }, '你好'],
    [{ word_delimiter: ' ' }, '你 好'],
    [{ word_delimiter: 7 }, '你 好'],
    [null, '你 好'],
    [{ per_language_word_delimiters: { cmn: '' } }, '你好'],
    [{ word_delimiter: ' ', per_language_word_delimiters: { en: '', cmn: 7 } }, '你 好'],
  ])('join by the delimiter of %j', async (language_pack_info, text) => {
    const results = [word('你', 0, { language: 'cmn' }), word('好', 1, { language: 'cmn' })]
    expect((await read(results, { language_pack_info }))?.text).toBe(text)
  })

  it('part two languages if one of them parts its words', async () => {
    const language_pack_info = { per_language_word_delimiters: { ja: '', en: ' ' } }
    const languages = ['ja', 'ja', 'en', 'en', 'ja']
    const results = languages.map((language, index) => word(language, index, { language }))
    expect((await read(results, { language_pack_info }))?.text).toBe('jaja en en ja')
  })
})

describe('language of json-v2', () => {
  const results = ['de', 'fr', 'fr'].map((language, index) => word(language, index, { language }))

  it.each([
    ['en', null, 'en'],
    ['auto', { predicted_language: 'es' }, 'es'],
    ['multi', {}, 'fr'],
    [undefined, null, 'fr'],
  ])('asked for as %s and identified as %j is %s', async (language, language_identification, expected) => {
    const metadata = { transcription_config: { language }, language_identification }
    expect((await read(results, metadata))?.language).toBe(expected)
  })
})

describe('turns of json-v2', () => {
  it('has no speakers and no turns if nobody is known', async () => {
    const transcript = await read([word('a', 0, { speaker: 'UU' }), mark('.', 0.5, { speaker: 'UU' })])
    expect(transcript).toMatchObject({ text: 'a.', speakers: [], utterances: [] })
    expect(transcript?.words[0]?.speaker).toBeUndefined()
  })

  it('keeps punctuation with its word, whoever it is said to be of', async () => {
    const transcript = await read([
      word('a', 0, { speaker: 'S1' }),
      mark('.', 0.5, { speaker: 'S2' }),
      word('b', 1, { speaker: 'S2' }),
    ])
    expect(transcript?.utterances.map(({ speaker, text }) => [speaker, text])).toEqual([
      ['S1', 'a.'],
      ['S2', 'b'],
    ])
  })

  const one = [
    word('How', 0, { channel: '1' }),
    word('late', 0.6, { channel: '1' }),
    mark('?', 1.1, { channel: '1', is_eos: true }),
    word('Bye', 2.5, { channel: '1' }),
  ]
  const two = [word('well', 0.5, { channel: '2' }), word('six', 1.3, { channel: '2' })]
  const spoken = [
    ['1', 'How late?'],
    ['2', 'well six'],
    ['1', 'Bye'],
  ]

  it.each([
    ['channel by channel', [...one, ...two]],
    ['the other channel first', [...two, ...one]],
    ['in order of time', [...one, ...two].sort((a, b) => a.start_time - b.start_time)],
  ])('orders the sentences of channels by time, results given %s', async (_, results) => {
    const transcript = await read(results)
    expect(transcript?.utterances.map(({ channel, text }) => [channel, text])).toEqual(spoken)
    expect(transcript?.text).toBe('How late? well six Bye')
  })

  it('ends a turn at a pause where there is no punctuation', async () => {
    const results = [
      word('a', 0, { channel: '1' }),
      word('c', 3, { channel: '1' }),
      word('b', 1.5, { channel: '2' }),
    ]
    expect((await read(results))?.text).toBe('a b c')
  })

  it('parts speakers within a channel', async () => {
    const results = [
      word('a', 0, { channel: '1', speaker: 'S1' }),
      word('b', 1, { channel: '1', speaker: 'S2' }),
      word('c', 0.8, { channel: '2', speaker: 'S1' }),
    ]
    expect((await read(results))?.utterances.map(({ channel, speaker }) => [channel, speaker])).toEqual([
      ['1', 'S1'],
      ['2', 'S1'],
      ['1', 'S2'],
    ])
  })
})

describe('txt', () => {
  it('without turns is text only, its line breaks gone', async () => {
    expect(await readText('Hello,\r\n  there.\n\n')).toEqual({
      text: 'Hello, there.',
      words: [],
      utterances: [],
      speakers: [],
    })
  })

  it('keeps text that comes before the first turn', async () => {
    expect(await readText('Hm.\nSPEAKER: Alice\nHello,\nthere.\nSPEAKER: S2\nSPEAKER: UU\nHi.')).toEqual({
      text: 'Hm. Hello, there. Hi.',
      words: [],
      utterances: [
        { text: 'Hm.' },
        { text: 'Hello, there.', speaker: 'Alice' },
        { text: 'Hi.', speaker: 'UU' },
      ],
      speakers: ['Alice', 'UU'],
    })
  })

  it('has no turns if nobody is known', async () => {
    expect(await readText('SPEAKER: UU\nHello.')).toMatchObject({
      text: 'Hello.',
      utterances: [],
      speakers: [],
    })
  })
})

describe('srt', () => {
  it('reads cues, with any line ends and long hours, and skips what is none', async () => {
    const source =
      '1\r\n00:00:01,000 --> 00:00:02,500\r\nHello,\r\nthere.\r\n\r\n\r\n2\r\n123:00:00,001 --> 123:00:01,000\r\nBye.\r\n\r\nnote\r\n\r\n3\r\n00:00:09,000 --> 00:00:10,000\r\n'
    expect(await readText(source)).toEqual({
      text: 'Hello, there. Bye.',
      words: [],
      utterances: [
        { text: 'Hello, there.', start: 1, end: 2.5 },
        { text: 'Bye.', start: 442_800.001, end: 442_801 },
      ],
      speakers: [],
    })
  })
})

describe('a simulated transcript', () => {
  const text = fc.stringMatching(/^[a-zé]{1,8}[.,!?]?$/)
  const speech = fc.array(fc.record({ text, confidence: fc.double({ min: 0, max: 1, noNaN: true }) }))

  it('comes out as it went in', async () => {
    await fc.assert(
      fc.asyncProperty(speech, fc.constantFrom(undefined, 'S1'), async (spoken, speaker) => {
        const words = spoken.map((one, index) => ({ ...one, start: index, end: index + 0.5, speaker }))
        const whole = words.map((one) => one.text).join(' ')
        const isTold = speaker !== undefined && words.length > 0
        const end = words.at(-1)?.end
        const transcript: Transcript = {
          text: whole,
          language: 'fr',
          duration: 99.5,
          words,
          utterances: isTold ? [{ text: whole, start: 0, end, speaker }] : [],
          speakers: isTold ? ['S1'] : [],
        }
        expect(await transcriptOf(simulate.completed({ transcript }))).toEqual(transcript)
      }),
    )
  })

  it('may be text only, turns without words, or written without spaces', async () => {
    const base = { words: [], utterances: [], speakers: [] }
    const plain = { ...base, text: 'Hello there.' }
    expect(await transcriptOf(simulate.completed({ jobId: 'b', transcript: plain }))).toMatchObject({
      text: 'Hello there.',
      words: [{ text: 'Hello', start: 0, end: 1 }, { text: 'there.' }],
    })
    const turns = { ...base, text: '', utterances: [{ text: 'a b', start: 2, end: 3, speaker: 'S1' }] }
    expect(await transcriptOf(simulate.completed({ transcript: turns }))).toMatchObject({
      text: 'a b',
      words: [
        { start: 2, end: 2.5 },
        { start: 2.5, end: 3, speaker: 'S1' },
      ],
      utterances: turns.utterances,
    })
    const words = [
      { text: '你', start: 0, end: 1, channel: 'Agent' },
      { text: '好。', start: 1, end: 2, channel: 'Agent' },
    ]
    expect(
      await transcriptOf(simulate.completed({ transcript: { ...base, text: '你好。', words } })),
    ).toMatchObject({
      text: '你好。',
      words,
      utterances: [{ text: '你好。', channel: 'Agent' }],
      speakers: [],
    })
  })
})

describe('a long recording', () => {
  it('of 20 MB is read whole', async () => {
    const words = Array.from({ length: 130_000 }, (_, index) => {
      const speaker = `S${1 + (Math.floor(index / 20) % 3)}`
      return { text: `word${index % 997}${index % 9 ? '' : '.'}`, start: index, end: index + 0.5, speaker }
    })
    const delivery = simulate.completed({ transcript: { text: '', words, utterances: [], speakers: [] } })
    expect(delivery.body.length).toBeGreaterThan(20_000_000)
    const transcript = await transcriptOf(delivery)
    expect(transcript?.words).toHaveLength(words.length)
    expect(transcript?.utterances).toHaveLength(words.length / 20)
  })
})
