import type { AzureSpeechPhrase, AzureSpeechResult } from '@stt-webhooks/azure-speech'
import type { Transcript } from '@stt-webhooks/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toTranscripts } from '../src/transcript.ts'
import { bench, fetched, sample } from './support/bench.ts'

// The same cases in every run.
fc.configureGlobal({ seed: 20_261_121 })

function read(result: unknown, language?: string): Transcript {
  const [transcript, ...more] = toTranscripts(result, language) ?? []
  expect(more).toEqual([])
  return transcript ?? expect.fail('no transcript')
}

const fromFile = (file: string): unknown => JSON.parse(new TextDecoder().decode(sample(file)))

const phrase = (more: Partial<AzureSpeechPhrase> = {}): AzureSpeechPhrase => ({
  recognitionStatus: 'Success',
  channel: 0,
  offsetInTicks: 0,
  durationInTicks: 10_000_000,
  nBest: [{ confidence: 0.5, display: 'Hi.' }],
  ...more,
})
const result = (...recognizedPhrases: AzureSpeechPhrase[]): AzureSpeechResult => ({
  source: 'https://example.com/a.wav',
  recognizedPhrases,
})

describe('a result of the documentation', () => {
  const displayed = {
    words: [
      { text: 'Hello', start: 0.76, end: 1.52, channel: '0' },
      { text: 'world.', start: 1.52, end: 2.08, channel: '0' },
    ],
    utterances: [{ text: 'Hello world.', start: 0.76, end: 2.08, confidence: 0.5643338, channel: '0' }],
    speakers: [],
    duration: 2.58,
    source: '...',
  }
  const lexical = (channel: string, source: string, offset: number, speaker: string) => ({
    words: [
      { text: 'hello', start: 0.09, end: 0.57, confidence: 0.987572, speaker, channel },
      { text: 'world', start: 0.59, end: 0.75, confidence: 0.906032, speaker, channel },
    ],
    utterances: [
      { text: 'Hello world.', start: offset, end: 1.66, confidence: 0.898652852, speaker, channel },
    ],
    speakers: [speaker],
    duration: 4.12,
    source,
  })
  const results = [
    ['v2024-result.json', '2 display words, no speaker, 2.58 s', displayed],
    ['v31-result.json', '2 display words, no speaker, 2.58 s', displayed],
    ['v30-result.json', '2 lexical words, speaker 1 of nBest, 4.12 s', lexical('0', '...', 0.07, '1')],
    [
      'v2-result-full.composed.json',
      '2 lexical words, speaker 1, 4.12 s',
      lexical('0', 'Channel.0.wav', 0.07, '1'),
    ],
  ] as const
  it.each(results)('%s → %s', (file, _, expected) => {
    expect(read(fromFile(file), 'en-US')).toEqual({ text: 'Hello world.', language: 'en-US', ...expected })
  })

  it('v2-result-sentiment.json → 1 utterance without words', () => {
    const text = "What's the weather like?"
    expect(read(fromFile('v2-result-sentiment.json'))).toEqual({
      text,
      words: [],
      utterances: [{ text, start: 0.04, end: 1.37, confidence: 0.976174, channel: '0' }],
      speakers: [],
      source: 'Channel.0.wav',
    })
  })

  it('v2-result-speechcli.json → 2 utterances of channel 1', () => {
    const { text, utterances } = read(fromFile('v2-result-speechcli.json'))
    expect(text).toBe('Test. Test.')
    expect(utterances).toEqual([
      { text: 'Test.', start: 3.92, end: 8.05, confidence: 0.9076084, channel: '1' },
      { text: 'Test.', start: 9.34, end: 13.79, confidence: 0.9239458, channel: '1' },
    ])
  })
})

describe('a transcript', () => {
  it('has the times of the finest unit there is, in seconds', () => {
    const times = [
      { offsetMilliseconds: 1500, durationMilliseconds: 250, offsetInTicks: 1, durationInTicks: 1 },
      { offsetInTicks: 15_000_000.0, durationInTicks: 2_500_000.0, offset: 'PT9S', duration: 'PT9S' },
      { offset: 'PT1.5S', duration: 'PT0.25S' },
      { offset: 'PT1.5S', durationMilliseconds: 250 },
    ]
    for (const time of times) {
      const { offsetInTicks: _, durationInTicks: __, ...untimed } = phrase()
      expect(read(result({ ...untimed, ...time })).utterances).toMatchObject([{ start: 1.5, end: 1.75 }])
    }
  })

  it('understands long durations, and none that are no durations', () => {
    const durations = [
      ['PT1H1M1.5S', 3661.5],
      ['P1DT1S', 86_401],
      ['PT0S', 0],
      ['P1Y', undefined],
      ['soon', undefined],
    ] as const
    for (const [duration, seconds] of durations)
      expect(read({ ...result(), duration }).duration, duration).toBe(seconds)
    const untimed = read(result(phrase({ offsetInTicks: Number.NaN, offset: '-PT1S' })))
    expect(untimed.utterances).toEqual([{ text: 'Hi.', confidence: 0.5, channel: '0' }])
  })

  it('lets no word end before it starts, and takes one without a duration for a moment', () => {
    const displayWords = [
      { displayText: 'Hi', offsetMilliseconds: 100, durationMilliseconds: -100_000 },
      { displayText: 'you.', offsetMilliseconds: 200 },
    ]
    expect(read(result(phrase({ nBest: [{ display: 'Hi you.', displayWords }] }))).words).toMatchObject([
      { text: 'Hi', start: 0.1, end: 0.1 },
      { text: 'you.', start: 0.2, end: 0.2 },
    ])
  })

  it('leaves out words without a text or a time, which the text has still', () => {
    const words: unknown[] = [null, { word: '', offsetInTicks: 0 }, { word: 'hi' }, { offsetInTicks: 0 }]
    const best = { display: 'Hi there.', words: [...words, { word: 'there', offsetInTicks: 5_000_000 }] }
    const { text, words: placed } = read({ recognizedPhrases: [{ ...phrase(), nBest: [best] }] })
    expect(text).toBe('Hi there.')
    expect(placed).toEqual([{ text: 'there', start: 0.5, end: 0.5, channel: '0' }])
  })

  it('prefers the words that are shown, unless there are none', () => {
    const words = [{ word: 'twenty', offsetInTicks: 0 }]
    const displayWords = [{ displayText: '20', offsetInTicks: 0 }]
    const textOf = (best: object) => read(result(phrase({ nBest: [best] }))).words.map(({ text }) => text)
    expect(textOf({ words, displayWords })).toEqual(['20'])
    expect(textOf({ words, displayWords: [] })).toEqual(['twenty'])
  })

  it('has no phrase that was not recognized, and none without a guess', () => {
    const { utterances, text } = read(
      result(
        ...['Error', 'Failure', 'Fault', ''].map((recognitionStatus) => phrase({ recognitionStatus })),
        phrase({ nBest: [] }),
        phrase({ nBest: [{ display: '' }] }),
      ),
    )
    expect([utterances, text]).toEqual([[], ''])
    expect(read({ recognizedPhrases: [null, 7] }).text).toBe('')
    expect(read({ AudioFileResults: [{ SegmentResults: [7, { RecognitionStatus: 'Fault' }] }] }).text).toBe(
      '',
    )
  })

  it('is a dialogue of its channels, with the text of each', () => {
    const say = (text: string, channel: number, second: number) =>
      phrase({
        channel,
        offsetInTicks: second * 10_000_000,
        nBest: [{ display: text, displayWords: [{ displayText: text, offsetInTicks: second * 10_000_000 }] }],
      })
    const two = {
      ...result(say('One.', 0, 1), say('Three.', 0, 3), say('Two.', 1, 2)),
      combinedRecognizedPhrases: [
        { channel: 0, display: 'One. Three.' },
        { channel: 1, display: 'Two.' },
        { channel: 2, display: '' },
        null,
      ],
    }
    const { text, utterances, words } = read(two)
    expect(text).toBe('One. Three.\nTwo.')
    expect(utterances.map((one) => [one.text, one.channel])).toEqual([
      ['One.', '0'],
      ['Two.', '1'],
      ['Three.', '0'],
    ])
    expect(words.map((word) => word.text)).toEqual(['One.', 'Two.', 'Three.'])
    expect(read(result(...two.recognizedPhrases)).text).toBe('One. Two. Three.')
  })

  it('has the speakers of phrases or guesses as texts, in order of appearance', () => {
    const words = [{ word: 'hi', offsetInTicks: 0 }]
    const {
      utterances,
      words: spoken,
      speakers,
    } = read(
      result(
        phrase({ speaker: 2, nBest: [{ display: 'Hi.', words }] }),
        phrase({ nBest: [{ display: 'Ho.', speaker: 1 }], offsetInTicks: 1 }),
      ),
    )
    expect(utterances.map(({ speaker }) => speaker)).toEqual(['2', '1'])
    expect(spoken.map(({ speaker }) => speaker)).toEqual(['2'])
    expect(speakers).toEqual(['2', '1'])
  })

  it('has the language of its phrases, else that of the job, and none if it has several', () => {
    const english = phrase({ locale: 'en-US' })
    expect(read(result(english, english), 'de-DE').language).toBe('en-US')
    expect(read(result(phrase()), 'de-DE').language).toBe('de-DE')
    expect(read(result(english, phrase({ locale: 'fr-FR' })), 'de-DE').language).toBeUndefined()
  })

  it('has the source without the permission to read it', () => {
    const source = 'https://contoso.blob.core.windows.net/a.wav'
    expect(read({ ...result(), source: `${source}?sv=2021&sig=x` }).source).toBe(source)
    expect(read({ ...result(), source: '' }).source).toBeUndefined()
  })
})

describe('a result of v2', () => {
  const segment = (more: object) => ({ RecognitionStatus: 'Success', Offset: 0, Duration: 0, ...more })

  it('may hold several transcripts', () => {
    const file = (AudioFileUrl: string) => ({ AudioFileUrl, SegmentResults: [] })
    const urls = ['https://a.example/1.wav', 'https://a.example/2.wav']
    const files = [file(`${urls[0]}?sig=x`), null, file(`${urls[1]}`)]
    expect(toTranscripts({ AudioFileResults: files })?.map(({ source }) => source)).toEqual(urls)
  })

  it('has speakers and channels as numbers or texts, and words that cannot be placed', () => {
    const { utterances, words, source } = read({
      AudioFileResults: [
        {
          CombinedResults: [null, {}],
          SegmentResults: [
            segment({ SpeakerId: 2, ChannelNumber: '1', NBest: [{ Display: 'Hi.' }] }),
            segment({ NBest: [{ Words: [null, { Word: 'hi' }, { Word: 'ho', Offset: 10_000_000 }] }] }),
            segment({ NBest: null }),
          ],
        },
      ],
    })
    expect(utterances).toEqual([{ text: 'Hi.', start: 0, end: 0, speaker: '2', channel: '1' }])
    expect(words).toEqual([{ text: 'ho', start: 1, end: 1 }])
    expect(source).toBeUndefined()
  })
})

describe('the fake API', () => {
  const line = fc.record({
    speaker: fc.constantFrom('1', '2', '3'),
    words: fc.array(fc.stringMatching(/^\w{1,8}$/), { minLength: 1, maxLength: 5 }),
  })

  it('gives any transcript so that it is read as it was', async () => {
    const one = await bench()
    let jobs = 0
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(line), { minLength: 1, maxLength: 3 }), async (scripts) => {
        const transcripts = scripts.map(toTranscript)
        const id = `job-${jobs++}`
        one.api.addJob({ id, transcripts, fields: { locale: 'en-US' } })
        expect(await fetched(one, id)).toEqual(transcripts)
      }),
      { numRuns: 50 },
    )
  })

  it('numbers the labels that are none on the wire, and has one phrase for a plain text', async () => {
    const one = await bench()
    const spoken = { speaker: 'agent', channel: 'left' }
    const words = [{ text: 'Hi.', start: 1, end: 2, confidence: 0.9, ...spoken }]
    const plain = { text: 'Hi.', words, utterances: [], speakers: ['agent'] }
    const dialogue = {
      text: 'Hi. Ho.',
      words: [...words, { text: 'Ho.', start: 1.5, end: 3, channel: 'right' }],
      utterances: [
        { text: 'Hi.', confidence: 0.8, ...spoken },
        { text: 'Ho.', channel: 'right' },
        { text: 'Mm.', channel: 'right', start: 9 },
      ],
      speakers: ['agent'],
    }
    const silence = { text: '', words: [], utterances: [], speakers: [] }
    one.api.addJob({ id: 'a', transcripts: [plain, dialogue, silence] })
    const said = { start: 1, end: 2, speaker: '1', channel: '0' }
    expect(await fetched(one, 'a')).toMatchObject([
      {
        text: 'Hi.',
        words: [{ text: 'Hi.', ...said }],
        utterances: [{ text: 'Hi.', ...said }],
        speakers: ['1'],
      },
      {
        text: 'Hi.\nHo. Mm.',
        words: [said, { text: 'Ho.', start: 1.5, end: 3, channel: '1' }],
        utterances: [
          { confidence: 0.8, ...said },
          { text: 'Ho.', start: 1.5, end: 3 },
          { start: 9, end: 9 },
        ],
      },
      { text: '', words: [], utterances: [] },
    ])
  })
})

/** One word every second, each half a second long. */
function toTranscript(
  lines: readonly { speaker: string; words: readonly string[] }[],
  index: number,
): Transcript {
  let second = 0
  const channel = '0'
  const spoken = lines.map(({ speaker, words }) => ({
    speaker,
    words: words.map((text) => ({ text, start: second++, end: second - 0.5, speaker, channel })),
  }))
  return {
    text: lines.flatMap(({ words }) => words).join(' '),
    language: 'en-US',
    duration: second,
    words: spoken.flatMap(({ words }) => words),
    utterances: spoken.map(({ speaker, words }) => ({
      text: words.map(({ text }) => text).join(' '),
      start: words[0]?.start,
      end: words.at(-1)?.end,
      speaker,
      channel,
    })),
    speakers: [...new Set(lines.map(({ speaker }) => speaker))],
    source: `https://example.com/${index}.wav`,
  }
}
