import { isWebhookError, type Transcript, type Word } from '@stt-webhooks/core'
import { describe, expect, it } from 'vitest'
import { type CaptionOptions, toSrt, toVtt } from '../src/index.ts'
import { parseVtt, readSrt } from './support/parse.ts'
import { say, speak, transcriptOf } from './support/transcript.ts'

function times(words: readonly Word[], options: CaptionOptions = {}): readonly (readonly [number, number])[] {
  return parseVtt(toVtt(transcriptOf({ words }), options)).map(({ start, end }) => [start, end])
}

function word(text: string, start: number, end: number, speaker?: string): Word {
  return { text, start, end, speaker }
}

describe('times', () => {
  it('have three digits of hours if they must', () => {
    const transcript = transcriptOf({ words: [word('late', 359_999.9996, 360_001.5)] })
    expect(toVtt(transcript)).toBe('WEBVTT\n\n100:00:00.000 --> 100:00:01.500\nlate\n')
    expect(toSrt(transcript)).toBe('1\n100:00:00,000 --> 100:00:01,500\nlate\n')
    expect(readSrt(toSrt(transcript))[0]?.start).toBe(360_000_000)
  })

  it('are rounded without overlaps or cues without length', () => {
    const words = [
      word('a', 1.0004, 1.0006, 'A'),
      word('b', 1.0004, 1.0005, 'B'),
      word('c', 1.0005, 1.0005, 'A'),
    ]
    expect(times(words, { minDuration: 0 })).toEqual([
      [1000, 1001],
      [1001, 1002],
      [1002, 1003],
    ])
  })

  it('are never below zero', () => {
    expect(times([word('a', -0.5, 0.2)], { minDuration: 0 })).toEqual([[0, 200]])
  })

  it('give short cues time to be read, where there is room', () => {
    const words = [word('Yes.', 0, 0.2, 'A'), word('No.', 0.5, 0.7, 'B')]
    expect(times(words)).toEqual([
      [0, 500],
      [500, 1500],
    ])
    expect(times(words, { minDuration: 0 })).toEqual([
      [0, 200],
      [500, 700],
    ])
  })

  it('of a word that lasts too long are cut', () => {
    expect(times([word('Goooal!', 0, 20)])).toEqual([[0, 7000]])
  })

  it('take turns where two speak at once', () => {
    const words = [
      ...speak('I was thinking that we could', { speaker: 'A', pace: 1 }),
      ...speak('Mm-hm.', { speaker: 'B', start: 2.5, pace: 0.25 }),
    ]
    const cues = parseVtt(toVtt(transcriptOf({ words })))
    expect(cues.map(({ lines }) => lines.join(' '))).toEqual(['I was thinking', 'Mm-hm.', 'that we could'])
    expect(cues.map(({ start }) => start)).toEqual([0, 2500, 3000])
  })

  it('that go back do not change the order of the words', () => {
    const words = [word('one', 1, 1.2), word('two', 0.9, 1.1), word('three', 1.2, 1.4)]
    expect(parseVtt(toVtt(transcriptOf({ words })))).toMatchObject([
      { start: 1000, lines: ['one two three'] },
    ])
  })

  it('of utterances are shared out by length', () => {
    const utterances = [say('aaaa bbbb cccc dddd', 10, 14, 'A'), say('Fine.', 15, 16, 'B')]
    const cues = parseVtt(toVtt(transcriptOf({ utterances }), { maxLineLength: 9, maxLines: 1 }))
    expect(cues).toEqual([
      { start: 10_000, end: 12_000, lines: ['aaaa bbbb'], voice: 'A' },
      { start: 12_000, end: 14_000, lines: ['cccc dddd'], voice: 'A' },
      { start: 15_000, end: 16_000, lines: ['Fine.'], voice: 'B' },
    ])
  })
})

describe('without times', () => {
  const untimed: Record<string, Transcript> = {
    'text only': transcriptOf({ text: 'Hello.' }),
    'utterances without times': transcriptOf({ utterances: [say('Hello.')] }),
    'one utterance without times': transcriptOf({ utterances: [say('Hello.', 0, 1), say('Hi.')] }),
  }

  it.each(Object.entries(untimed))('%s: says so', (_, transcript) => {
    for (const write of [toSrt, toVtt]) {
      expect(() => write(transcript)).toThrow(expect.toSatisfy(isWebhookError))
      expect(() => write(transcript)).toThrow(/has no times.*toText\(\)/)
    }
  })

  it('silence is no mistake', () => {
    const silence = transcriptOf({})
    expect(toSrt(silence)).toBe('')
    expect(toVtt(silence)).toBe('WEBVTT\n')
  })
})

it('writes 100,000 words', () => {
  const sentence = 'This is one of the sentences that fill the lines.'
  const words = speak(Array.from({ length: 10_000 }, () => sentence).join(' '), { pace: 0.4 })
  expect(words).toHaveLength(100_000)
  expect(parseVtt(toVtt(transcriptOf({ words })))).toHaveLength(10_000)
  expect(readSrt(toSrt(transcriptOf({ words })))).toHaveLength(10_000)
})
