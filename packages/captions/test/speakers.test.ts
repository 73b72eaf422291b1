import { describe, expect, it } from 'vitest'
import { toSrt, toText, toVtt } from '../src/index.ts'
import { parseVtt, readSrt } from './support/parse.ts'
import { say, speak, transcriptOf } from './support/transcript.ts'

function linesOf(source: string): readonly string[] {
  return readSrt(source).map(({ lines }) => lines.join('|'))
}

const talk = transcriptOf({
  words: [
    ...speak('Ready?', { speaker: 'A' }),
    ...speak('Yes.', { speaker: 'B', start: 1 }),
    ...speak('Then go.', { speaker: 'B', start: 4 }),
  ],
})

describe('names of speakers', () => {
  it('stand before a turn in SRT', () => {
    expect(linesOf(toSrt(talk))).toEqual(['A: Ready?', 'B: Yes.', 'Then go.'])
    expect(linesOf(toSrt(talk, { speakers: { A: 'Anna' } }))).toEqual(['Anna: Ready?', 'B: Yes.', 'Then go.'])
    expect(linesOf(toSrt(talk, { speakers: false }))).toEqual(['Ready?', 'Yes.', 'Then go.'])
  })

  it('are part of the line in SRT', () => {
    const speakers = { A: 'Professor Mary Jones' }
    expect(linesOf(toSrt(talk, { speakers, maxLineLength: 15 }))[0]).toBe('Professor Mary|Jones: Ready?')
  })

  it('are voices in WebVTT', () => {
    const voices = (speakers: boolean | Record<string, string>) =>
      parseVtt(toVtt(talk, { speakers })).map(({ voice }) => voice)
    expect(voices(true)).toEqual(['A', 'B', 'B'])
    expect(voices({ B: 'Bea' })).toEqual(['A', 'Bea', 'Bea'])
    expect(voices(false)).toEqual([undefined, undefined, undefined])
  })

  it('are cleaned and escaped', () => {
    const named = (A: string) => toVtt(talk, { speakers: { A } }).split('\n')[3]
    expect(named('<Anna>\n& Bob --> x')).toBe('<v &lt;Anna&gt; &amp; Bob --&gt; x>Ready?')
    expect(named(' \n')).toBe('Ready?')
  })

  it('may be the names of what objects have by nature', () => {
    const strange = transcriptOf({ words: speak('Hi.', { speaker: 'constructor' }) })
    expect(toText(strange, { speakers: { A: 'Anna' } })).toBe('constructor: Hi.')
  })

  it('are those of channels, where only channels tell who speaks', () => {
    const words = [...speak('Ready?', { channel: '1' }), ...speak('Yes.', { channel: '2', start: 1 })]
    expect(linesOf(toSrt(transcriptOf({ words }), { speakers: { 1: 'Agent' } }))).toEqual([
      'Agent: Ready?',
      '2: Yes.',
    ])
    expect(linesOf(toSrt(transcriptOf({ words: speak('Alone.', { channel: '1' }) })))).toEqual(['Alone.'])
  })
})

describe('text', () => {
  it('has a paragraph for each turn', () => {
    expect(toText(talk)).toBe('A: Ready?\n\nB: Yes. Then go.')
    expect(toText(talk, { speakers: false })).toBe('Ready?\n\nYes. Then go.')
  })

  it('needs no times', () => {
    const utterances = [say('Ready?', undefined, undefined, 'A'), say('Yes.', undefined, undefined, 'B')]
    expect(toText(transcriptOf({ utterances }), { speakers: { B: 'Bea' } })).toBe('A: Ready?\n\nBea: Yes.')
  })

  it('of one voice keeps its paragraphs', () => {
    expect(toText(transcriptOf({ text: ' One.\r\n\r\nTwo\0three.\n' }))).toBe('One.\n\nTwo three.')
    const words = speak('One. Two.', { speaker: 'A' })
    expect(toText(transcriptOf({ text: 'One.\nTwo.', words }))).toBe('A: One.\n\nTwo.')
  })

  it('prefers utterances, which are written better than words', () => {
    const words = [...speak('twenty', { speaker: 'A' }), ...speak('ok', { speaker: 'B' })]
    const utterances = [say('20?', 0, 1, 'A'), say('OK.', 1, 2, 'B')]
    expect(toText(transcriptOf({ words, utterances }))).toBe('A: 20?\n\nB: OK.')
  })

  it('has no spaces where the text has none', () => {
    const words = [...speak('我们 今天', { speaker: '1' }), ...speak('好', { speaker: '2' })]
    expect(toText(transcriptOf({ text: '我们今天好', words }))).toBe('1: 我们今天\n\n2: 好')
  })

  it('of silence is empty', () => {
    expect(toText(transcriptOf({}))).toBe('')
  })
})
