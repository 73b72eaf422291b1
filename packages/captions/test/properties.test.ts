import type { Transcript } from '@stt-webhooks/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type CaptionOptions, toSrt, toVtt } from '../src/index.ts'
import { options, toUtterances, transcripts } from './support/arbitrary.ts'
import { type ParsedCue, parseVtt, readSrt } from './support/parse.ts'

const runs = { numRuns: 500, seed: 20_261_121 }
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

function hold(property: (transcript: Transcript, options: CaptionOptions) => void): void {
  fc.assert(fc.property(transcripts(), options, property), runs)
  fc.assert(fc.property(transcripts().map(toUtterances), options, property), runs)
}

function visible(text: string): string {
  return text.replace(/[\s\p{Cc}]+/gu, '')
}

function shown(cues: readonly ParsedCue[]): string {
  return visible(cues.flatMap(({ lines }) => lines).join(''))
}

function said({ words, utterances }: Transcript): string {
  return visible([...words, ...utterances].map(({ text }) => text).join(''))
}

describe('whatever was said', () => {
  it('WebVTT is valid, in order, without overlaps, and says all of it', () => {
    hold((transcript, options) => {
      const cues = parseVtt(toVtt(transcript, options))
      cues.forEach(({ start, end }, index) => {
        expect(start).toBeLessThan(end)
        expect(end).toBeLessThanOrEqual(cues[index + 1]?.start ?? end)
      })
      expect([...shown(cues)].sort()).toEqual([...said(transcript)].sort())
    })
  })

  it('words of one voice stay in their order', () => {
    const oneVoice = transcripts(fc.constant({ speaker: 'A' }))
    fc.assert(
      fc.property(oneVoice, options, (transcript, options) => {
        expect(shown(parseVtt(toVtt(transcript, options)))).toBe(said(transcript))
      }),
      runs,
    )
  })

  it('cues keep to their limits', () => {
    hold((transcript, options) => {
      const { maxLineLength = 42, maxLines = 2, maxDuration = 7 } = options
      for (const { start, end, lines } of parseVtt(toVtt(transcript, options))) {
        expect(end - start).toBeLessThanOrEqual(Math.max(1, Math.round(maxDuration * 1000)))
        expect(lines.length).toBeLessThanOrEqual(maxLines)
        for (const line of lines) {
          expect([...graphemes.segment(line)].length).toBeLessThanOrEqual(maxLineLength)
          expect(line.trim()).not.toBe('')
        }
      }
    })
  })

  it('SRT has the cues of WebVTT', () => {
    const trimmed = (cues: readonly ParsedCue[], edit = (line: string) => line) =>
      cues.map(({ start, end, lines }) => ({ start, end, lines: lines.map((line) => edit(line).trim()) }))
    hold((transcript, options) => {
      const given = { ...options, speakers: false }
      const vtt = trimmed(parseVtt(toVtt(transcript, given)), (line) => line.replace(/-+->/g, '->'))
      expect(trimmed(readSrt(toSrt(transcript, given)))).toEqual(vtt)
    })
  })

  it('SRT numbers its cues, with names too', () => {
    hold((transcript, options) => {
      const srt = toSrt(transcript, options)
      const numbers = [...srt.matchAll(/^(\d+)\n\d{2,}:\d\d:\d\d,\d{3} --> \d{2,}:\d\d:\d\d,\d{3}$/gm)]
      expect(numbers.map(([, number]) => Number(number))).toEqual(readSrt(srt).map((_, index) => index + 1))
    })
  })
})
