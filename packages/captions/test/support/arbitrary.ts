import type { Transcript, Word } from '@stt-webhooks/core'
import fc from 'fast-check'
import type { CaptionOptions } from '../../src/index.ts'
import { transcriptOf } from './transcript.ts'

/** What parsers of captions stumble over, and scripts in which lines are hard to break. */
const nasty = [
  '-->',
  '--->',
  '00:00:01,000 --> 00:00:02,000',
  '1\n00:00:01.000 --> 00:00:02.000',
  '42',
  'WEBVTT',
  'NOTE',
  '<b>bold</b>',
  '<v Eve>',
  '</v>',
  '<00:00:01.000>',
  '&lt;&nbsp;&',
  '{\\an8}',
  'a\n\nb',
  'a\r\rb',
  '\r\n',
  '\0',
  ' \t ',
  '\u2028\u2029\u0085',
  '\u00a0',
  'Bonjour\u00a0!',
  '\ufeff',
  '\u200b',
  '\u200fשלום\u200e',
  'مرحبا،',
  '我们今天去北京大学。',
  'ありがとうございます…',
  'ขอบคุณมากครับ',
  '👨‍👩‍👧‍👦👍🏽',
  'é̷̢'.repeat(30),
  'x'.repeat(200),
  'https://example.com/a/very/long/path?with=a&query=string#and-a-fragment',
  'Dr.',
  'Really?',
  '“Yes.”',
]

const text = fc.oneof(
  { weight: 4, arbitrary: fc.stringMatching(/^[a-z]{1,12}[.,!?]?$/) },
  { weight: 2, arbitrary: fc.constantFrom(...nasty) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme' }) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
)

const label = fc.constantFrom(
  undefined,
  'A',
  'B',
  '0',
  '<i>',
  'x>y --> z',
  'a\n\nb',
  ' ',
  '&amp;',
  '__proto__',
  'Dr. Who',
)

const voice = fc.record({ speaker: label, channel: fc.constantFrom(undefined, '0', '1') })

/** Mostly one word after the other; now and then at once, backwards, without length or after a pause. */
const times = fc.record({
  gap: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, fc.double({ min: -1, max: 3, noNaN: true })),
  length: fc.oneof(
    { weight: 4, arbitrary: fc.double({ min: 0, max: 0.6, noNaN: true }) },
    fc.constantFrom(0, 0.0004, 12),
  ),
})

/** Turns of words, from a moment that may need three digits of hours. */
export function transcripts(
  voices: fc.Arbitrary<Pick<Word, 'speaker' | 'channel'>> = voice,
): fc.Arbitrary<Transcript> {
  const turn = fc.record({ voice: voices, words: fc.array(fc.record({ text, times }), { maxLength: 30 }) })
  const beginning = fc.oneof(fc.constant(0), fc.double({ min: 0, max: 400 * 3600, noNaN: true }))
  return fc.record({ turns: fc.array(turn, { maxLength: 6 }), beginning }).map(({ turns, beginning }) => {
    let now = beginning
    const words = turns.flatMap(({ voice, words }) =>
      words.map(({ text, times }): Word => {
        const start = Math.max(0, now + times.gap)
        now = start + times.length
        return { text, start, end: now, ...voice }
      }),
    )
    return transcriptOf({ words })
  })
}

/** The same with the words of a turn in one text. */
export function toUtterances({ words }: Transcript): Transcript {
  const utterances = words.map((word) => ({ ...word, text: `${word.text} ${word.text}` }))
  return transcriptOf({ utterances })
}

export const options: fc.Arbitrary<CaptionOptions> = fc.record(
  {
    maxLineLength: fc.integer({ min: 1, max: 100 }),
    maxLines: fc.integer({ min: 1, max: 4 }),
    maxDuration: fc.double({ min: 0.01, max: 20, noNaN: true }),
    minDuration: fc.double({ min: 0, max: 5, noNaN: true }),
    maxGap: fc.double({ min: 0, max: 5, noNaN: true }),
    speakers: fc.constantFrom(true, false, { A: 'Anna', B: '<b>', '0': '' }),
  },
  { requiredKeys: [] },
)
