import type { Transcript } from '@stt-webhooks/core'
import { apiFixtures } from '@stt-webhooks/rev-ai/testing'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toMonologues } from '../src/testing/monologues.ts'
import { type JobFacts, toTranscript } from '../src/transcript.ts'

// The same cases in every run.
fc.configureGlobal({ seed: 20_261_121 })

const facts: JobFacts = { language: 'en', duration: 356.24, isMultichannel: false }

/** The transcript of an answer; what JSON can hold may be in it. */
function read(answer: unknown, job: JobFacts = facts): Transcript {
  return Reflect.apply(toTranscript, undefined, [answer, job])
}

function readFile(name: string): Transcript {
  const bytes = apiFixtures.find(({ file }) => file === name)?.bytes
  return read(JSON.parse(new TextDecoder().decode(bytes)))
}

/** One element for each text: a number is the start of a word, a space or punctuation is `punct`, `<…>` is `unknown`. */
function elements(...texts: readonly string[]) {
  return texts.map((value, index) => {
    if (value.startsWith('<')) return { type: 'unknown', value }
    if (/^[\s\p{P}]+$/u.test(value)) return { type: 'punct', value }
    return { type: 'text', value, ts: index, end_ts: index + 0.5 }
  })
}

const wordsOf = (...texts: readonly string[]) =>
  read({ monologues: [{ speaker: 0, elements: elements(...texts) }] }).words.map(({ text }) => text)

describe('the transcript of a job', () => {
  it('transcript.json → 8 words, 2 utterances, speakers 1 and 2, en, 356.24 s', () => {
    const { words, ...rest } = readFile('transcript.json')
    const [first, second] = ['Hello World.', 'monologues are a block of <inaudible> text.']
    expect(rest).toEqual({
      text: `${first} ${second}`,
      language: 'en',
      duration: 356.24,
      utterances: [
        { text: first, start: 0.5, end: 2.85, speaker: '1' },
        { text: second, start: 3, end: 7.78, speaker: '2' },
      ],
      speakers: ['1', '2'],
    })
    expect(words.map(({ text }) => text)).toEqual([
      ...['Hello', 'World.'],
      ...['monologues', 'are', 'a', 'block', 'of', 'text.'],
    ])
    expect(words[1]).toEqual({ text: 'World.', start: 1.75, end: 2.85, confidence: 0.8, speaker: '1' })
  })

  it('transcript.skip-punctuation.json → 2 words, 1 utterance, speaker 1', () => {
    expect(readFile('transcript.skip-punctuation.json')).toEqual({
      text: 'Hello World',
      language: 'en',
      duration: 356.24,
      words: [
        { text: 'Hello', start: 0.5, end: 1.5, confidence: 1, speaker: '1' },
        { text: 'World', start: 1.75, end: 2.85, confidence: 0.8, speaker: '1' },
      ],
      utterances: [{ text: 'Hello World', start: 0.5, end: 2.85, speaker: '1' }],
      speakers: ['1'],
    })
  })

  it.each([
    ['behind a word belongs to it', ['Sal', ',', ' ', 'hi', '.'], ['Sal,', 'hi.']],
    ['may come with the space behind it', ['Sal', ', ', 'hi', '. '], ['Sal,', 'hi.']],
    ['behind a space belongs to the next word', ['Hola', '.', ' ', '¿', 'Cómo'], ['Hola.', '¿Cómo']],
    ['at the beginning belongs to the first word', ['"', 'Hi', '"'], ['"Hi"']],
    ['between spaces belongs to the next word', ['one', ' ', '-', ' ', 'two'], ['one', '- two']],
    ['at the end belongs to the last word', ['one', ' ', '-', ' '], ['one -']],
    [
      'of what was not understood is in no word',
      ['one', ' ', '(', '<inaudible>', ')', ' ', 'two'],
      ['one', 'two'],
    ],
    ['alone is no word', ['-'], []],
  ])('has words: punctuation %s', (_, given, expected) => {
    expect(wordsOf(...given)).toEqual(expected)
  })

  it('has words that have times; the others are in the text', () => {
    const { text, words, utterances } = read({
      monologues: [
        {
          elements: [
            ...elements('one', ' '),
            { type: 'text', value: 'two', ts: 1 },
            ...elements('.'),
            { type: 'punct', value: ' ' },
            { type: 'laughter', value: '<laugh>', ts: 2, end_ts: 3 },
          ],
        },
        { speaker: 3, elements: [{ type: 'unknown', value: '<crosstalk>' }] },
      ],
    })
    expect(text).toBe('one two. <laugh> <crosstalk>')
    expect(words).toEqual([{ text: 'one', start: 0, end: 0.5 }])
    expect(utterances).toEqual([
      { text: 'one two. <laugh>', start: 0, end: 0.5 },
      { text: '<crosstalk>', speaker: '3' },
    ])
  })

  it('joins what was not understood with spaces too where there is no punctuation', () => {
    expect(read({ monologues: [{ elements: elements('one', '<inaudible>', 'two') }] }).text).toBe(
      'one <inaudible> two',
    )
  })

  it('calls speakers by the names that they were given', () => {
    const { speakers, words } = read({
      monologues: [
        { speaker: 0, speaker_info: { id: '0', display_name: 'Ada' }, elements: elements('Hi') },
        { speaker: 1, speaker_info: { id: '1' }, elements: elements('Hello') },
        { speaker: 0, speaker_info: { id: '0', display_name: 'Ada' }, elements: elements('Bye') },
      ],
    })
    expect(words.map(({ speaker }) => speaker)).toEqual(['Ada', '1', 'Ada'])
    expect(speakers).toEqual(['Ada', '1'])
  })

  it('has the numbers of speakers as channels where channels were transcribed', () => {
    const monologues = [{ speaker: 0, elements: elements('Hi') }]
    expect(read({ monologues }, { ...facts, isMultichannel: true })).toMatchObject({
      words: [{ speaker: '0', channel: '0' }],
      utterances: [{ speaker: '0', channel: '0' }],
    })
  })

  it('is empty if nobody spoke', () => {
    const empty = { language: 'en', duration: 356.24, text: '', words: [], utterances: [], speakers: [] }
    expect(read({ monologues: [] })).toEqual(empty)
    expect(read({ monologues: [{ speaker: 0, elements: [] }] })).toEqual(empty)
  })

  it('is read whatever stands in its fields', () => {
    const element = fc.record({
      type: fc.oneof(fc.constantFrom('text', 'punct', 'unknown'), fc.jsonValue()),
      value: fc.oneof(fc.string(), fc.jsonValue()),
      ts: fc.oneof(fc.double(), fc.jsonValue()),
      end_ts: fc.oneof(fc.double(), fc.jsonValue()),
      confidence: fc.jsonValue(),
    })
    const monologue = fc.record({
      speaker: fc.oneof(fc.integer(), fc.jsonValue()),
      speaker_info: fc.oneof(fc.record({ display_name: fc.jsonValue() }), fc.jsonValue()),
      elements: fc.oneof(fc.array(fc.oneof(element, fc.jsonValue())), fc.jsonValue()),
    })
    fc.assert(
      fc.property(fc.array(fc.oneof(monologue, fc.jsonValue())), (monologues) => {
        const { text, words, utterances, speakers } = read({ monologues })
        expect(text).toBe(utterances.map((utterance) => utterance.text).join(' '))
        expect(words.every(({ start, end }) => Number.isFinite(start) && Number.isFinite(end))).toBe(true)
        expect(new Set(utterances.flatMap(({ speaker }) => speaker ?? []))).toEqual(new Set(speakers))
      }),
    )
  })
})

describe('a transcript that the fake API sends', () => {
  const word = fc.record({
    text: fc.stringMatching(/^[¿(]?[A-Za-zäß0-9'-]*[a-zé0-9][.,!?)]?$/),
    confidence: fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: undefined }),
  })
  const turn = fc.record({
    speaker: fc.constantFrom('0', '1', 'Ada', '007', undefined),
    spoken: fc.array(word, { minLength: 1, maxLength: 5 }),
  })

  it('is what a handler gets', () => {
    fc.assert(
      fc.property(fc.array(turn), (turns) => {
        const sent = toModel(turns)
        const monologues: unknown = JSON.parse(JSON.stringify(toMonologues(sent)))
        expect(read({ monologues }, { isMultichannel: false })).toEqual(sent)
      }),
    )
  })

  it('may be a text without words, and words without turns', () => {
    const text = { text: 'Only text.', words: [], utterances: [], speakers: [] }
    expect(read({ monologues: toMonologues(text) }, { isMultichannel: false })).toEqual({
      ...text,
      utterances: [{ text: 'Only text.' }],
    })
    const words = [
      { text: 'One', start: 0, end: 1, speaker: 'Ada' },
      { text: 'two.', start: 1, end: 2, speaker: 'Ada' },
    ]
    expect(
      read({ monologues: toMonologues({ ...text, text: 'One two.', words, speakers: ['Ada'] }) }),
    ).toMatchObject({ text: 'One two.', words, utterances: [{ text: 'One two.', speaker: 'Ada' }] })
  })

  it('keeps its channels', () => {
    const channel = { speaker: '1', channel: '1' }
    const words = [{ text: 'Hi', start: 0, end: 1, ...channel }]
    const sent = {
      text: 'Hi',
      words,
      utterances: [{ text: 'Hi', start: 0, end: 1, ...channel }],
      speakers: ['1'],
    }
    expect(read({ monologues: toMonologues(sent) }, { isMultichannel: true })).toEqual(sent)
  })
})

type Turn = {
  readonly speaker: string | undefined
  readonly spoken: readonly { readonly text: string; readonly confidence: number | undefined }[]
}

/** Turns one after the other, each word a second long. */
function toModel(turns: readonly Turn[]): Transcript {
  let now = 0
  const spoken = turns.map((turn) => ({
    speaker: turn.speaker,
    words: turn.spoken.map((word) => ({ ...word, speaker: turn.speaker, start: now, end: ++now })),
  }))
  const utterances = spoken.map(({ speaker, words }) => ({
    text: words.map(({ text }) => text).join(' '),
    speaker,
    start: words[0]?.start,
    end: words.at(-1)?.end,
  }))
  return {
    text: utterances.map(({ text }) => text).join(' '),
    words: spoken.flatMap(({ words }) => words),
    utterances,
    speakers: [...new Set(turns.flatMap(({ speaker }) => speaker ?? []))],
  }
}
