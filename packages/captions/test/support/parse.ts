import { parseSrt } from '@remotion/captions'
import { WebVTTParser, type WebVttNode } from 'webvtt-parser'

export interface ParsedCue {
  /** Milliseconds. */
  readonly start: number
  readonly end: number
  /** Without tags and escapes. */
  readonly lines: readonly string[]
  readonly voice?: string | undefined
}

const entities = { '&amp;': '&', '&lt;': '<', '&gt;': '>' }

/** Throws what the W3C's validator finds. */
export function parseVtt(source: string): readonly ParsedCue[] {
  const { cues, errors } = new WebVTTParser(entities).parse(source)
  if (errors.length > 0) throw new Error(JSON.stringify(errors))
  return cues.map(({ startTime, endTime, text, tree }) => ({
    start: Math.round(startTime * 1000),
    end: Math.round(endTime * 1000),
    lines: textOf(tree.children).split('\n'),
    voice: /^<v ([^>]*)>/.exec(text)?.[1],
  }))
}

function textOf(nodes: readonly WebVttNode[]): string {
  return nodes.map(({ value = '', children }) => (children ? textOf(children) : value)).join('')
}

export function readSrt(source: string): readonly ParsedCue[] {
  return parseSrt({ input: source }).captions.map(({ startMs, endMs, text }) => ({
    start: startMs,
    end: endMs,
    lines: text.split('\n'),
  }))
}
