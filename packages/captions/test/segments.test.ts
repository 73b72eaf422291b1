import { describe, expect, it } from 'vitest'
import { type CaptionOptions, toVtt } from '../src/index.ts'
import { parseVtt } from './support/parse.ts'
import { say, speak, transcriptOf } from './support/transcript.ts'

function cues(parts: Parameters<typeof transcriptOf>[0], options: CaptionOptions = {}): readonly string[] {
  return parseVtt(toVtt(transcriptOf(parts), options)).map(({ lines }) => lines.join('|'))
}

describe('a new cue begins', () => {
  it('at another speaker', () => {
    const words = [...speak('Ready?', { speaker: 'A' }), ...speak('Yes.', { speaker: 'B', start: 0.25 })]
    expect(cues({ words })).toEqual(['Ready?', 'Yes.'])
  })

  it('at another channel', () => {
    const words = [...speak('Ready?', { channel: '0' }), ...speak('Yes.', { channel: '1', start: 0.25 })]
    expect(cues({ words })).toEqual(['Ready?', 'Yes.'])
  })

  it('after silence', () => {
    const words = [...speak('Wait'), ...speak('for it', { start: 1.5 })]
    expect(cues({ words })).toEqual(['Wait', 'for it'])
    expect(cues({ words }, { maxGap: 2 })).toEqual(['Wait for it'])
  })

  it('at the last sentence that still fits', () => {
    const words = speak('It works. We saw it. The third sentence would only fit in part.')
    expect(cues({ words }, { maxLineLength: 20 })).toEqual([
      'It works. We saw it.',
      'The third sentence|would only fit in',
      'part.',
    ])
  })

  it('not after a sentence too short to read', () => {
    const words = speak('No. They have grown every year')
    expect(cues({ words }, { maxLineLength: 20, maxLines: 1 })).toEqual(['No. They have grown', 'every year'])
    expect(cues({ words }, { maxLineLength: 20, maxLines: 1, minDuration: 0 })[0]).toBe('No.')
  })

  it('at a comma, if no sentence ends', () => {
    const words = speak('It was late in the evening, and nobody knew why')
    expect(cues({ words }, { maxLineLength: 20 })).toEqual([
      'It was late in|the evening,',
      'and nobody knew why',
    ])
  })

  it('not after a title or an initial', () => {
    const words = speak('Dr. Smith and J. Jones came to the meeting')
    expect(cues({ words }, { maxLineLength: 30, maxLines: 1 })).toEqual([
      'Dr. Smith and J. Jones came to',
      'the meeting',
    ])
  })

  it('when it has lasted long enough', () => {
    const words = speak('one two three four', { pace: 1 })
    expect(cues({ words }, { maxDuration: 3 })).toEqual(['one two three', 'four'])
  })
})

describe('lines', () => {
  it('are about even', () => {
    const words = speak('Two even lines are read faster than one of them')
    expect(cues({ words })).toEqual(['Two even lines are read|faster than one of them'])
  })

  it('break a word only if it is longer than a line', () => {
    const words = speak('See https://example.com/path now')
    expect(cues({ words }, { maxLineLength: 12 })).toEqual(['See https://|example.com/', 'path now'])
    expect(cues({ words: speak('abcdefgh') }, { maxLineLength: 3 })).toEqual(['abc|def', 'gh'])
  })

  it('never cut what is one character to the reader', () => {
    const family = '👨‍👩‍👧‍👦'
    expect(cues({ words: speak(family.repeat(3)) }, { maxLineLength: 2 })).toEqual([
      `${family}${family}|${family}`,
    ])
  })

  it('have the spaces of the text', () => {
    const chinese = speak('我们 今天 去 北京')
    expect(cues({ text: '我们今天去北京。', words: chinese })).toEqual(['我们今天去北京'])
    const german = speak('Self- service, bitte')
    expect(cues({ text: 'Self-service, bitte', words: german })).toEqual(['Self-service, bitte'])
    const numbers = speak('page twenty one please')
    expect(cues({ text: 'Page 21 please.', words: numbers })).toEqual(['page twenty one please'])
  })

  it('of a script without spaces break between words', () => {
    const utterances = [say('我们今天去北京大学。', 0, 5)]
    expect(cues({ utterances }, { maxLineLength: 5 }).join('|').replaceAll('|', '')).toBe(
      '我们今天去北京大学。',
    )
    expect(cues({ utterances }, { maxLineLength: 5 }).join('|')).not.toMatch(/(^|\|)。/)
  })

  it('leave writing directions and no-break spaces alone', () => {
    expect(cues({ words: speak('\u200fשלום\u200e, « Bonjour\u00a0! »') })).toEqual([
      '\u200fשלום\u200e, « Bonjour\u00a0! »',
    ])
  })
})
