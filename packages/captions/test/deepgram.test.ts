import { type IConverter, isConverter, srt, webvtt } from '@deepgram/captions'
import { describe, expect, it } from 'vitest'
import { toDeepgramConverter } from '../src/index.ts'
import { interview } from './support/interview.ts'
import { parseVtt, readSrt } from './support/parse.ts'
import { say, speak, transcriptOf } from './support/transcript.ts'

describe('@deepgram/captions', () => {
  it('takes it for a converter', () => {
    const converter: IConverter = toDeepgramConverter(interview)
    expect(isConverter(converter)).toBe(true)
  })

  it('writes lines of so many words, of one speaker each', () => {
    const words = [...speak('one two three', { speaker: 'A' }), ...speak('four', { speaker: 'B', start: 1 })]
    const converter = toDeepgramConverter(transcriptOf({ words }))
    expect(parseVtt(webvtt(converter, 2))).toEqual([
      { start: 0, end: 500, lines: ['one two'], voice: 'Speaker 0' },
      { start: 500, end: 750, lines: ['three'], voice: 'Speaker 0' },
      { start: 1000, end: 1250, lines: ['four'], voice: 'Speaker 1' },
    ])
    expect(readSrt(srt(converter)).map(({ lines }) => lines)).toEqual([
      ['[Speaker 0]', 'one two three'],
      ['[Speaker 1]', 'four'],
    ])
  })

  it('writes no speakers where there are none', () => {
    const converter = toDeepgramConverter(transcriptOf({ utterances: [say('Hello there.', 0, 2)] }))
    expect(parseVtt(webvtt(converter))).toEqual([
      { start: 0, end: 2000, lines: ['Hello there.'], voice: undefined },
    ])
  })

  it('has a speaker for those that nobody knows', () => {
    const words = [...speak('Who?', { speaker: 'A' }), ...speak('Me.', { start: 1 })]
    expect(toDeepgramConverter(transcriptOf({ words })).getLines(8)).toMatchObject([
      [{ speaker: 0 }],
      [{ speaker: 1 }],
    ])
  })

  it('gets no arrows, which it would not escape', () => {
    expect(parseVtt(webvtt(toDeepgramConverter(transcriptOf({ words: speak('a --> b') }))))).toHaveLength(1)
  })

  it('is not asked to write what it cannot', () => {
    expect(() => toDeepgramConverter(transcriptOf({}))).toThrow(/has no words.*toVtt/)
    expect(() => toDeepgramConverter(transcriptOf({ text: 'Hello.' }))).toThrow(/has no times/)
  })
})
