import type { AnyEvent } from '@stt-webhooks/core'
import { attach, isLate, restart } from '@stt-webhooks/core/inbox'
import { describe, expect, it } from 'vitest'

const common = {
  id: 'evt_1',
  provider: 'fake',
  endpoint: 'fake',
  product: 'fake',
  jobId: 'a',
  source: 'webhook',
  verifiedBy: 'secret',
  metadata: {},
  raw: {},
  receivedAt: '2026-01-01T00:00:00.000Z',
} as const
const transcript = (text: string) => ({ text, words: [], utterances: [], speakers: [] })
const completed = (more: object = {}): AnyEvent => ({ type: 'transcript.completed', ...common, ...more })
const ended = (more: object = {}): AnyEvent => ({
  type: 'transcript.ended',
  reason: 'thin',
  ...common,
  ...more,
})

describe('attach', () => {
  it('takes what the later says, and keeps when and how the first came', () => {
    const later = completed({
      receivedAt: '2026-02-01T00:00:00.000Z',
      source: 'sweep',
      verifiedBy: 'signature',
      metadata: { b: 2 },
      raw: { b: 2 },
    })
    expect(attach(completed({ metadata: { a: 1, b: 1 }, raw: { a: 1, b: 1 } }), later)).toEqual({
      ...completed(),
      verifiedBy: 'signature',
      metadata: { a: 1, b: 2 },
      raw: { a: 1, b: 2 },
    })
  })

  it('keeps transcripts that only one of both has, and the later of two', () => {
    const full = completed({ transcripts: [transcript('first')] })
    expect(attach(full, completed())).toEqual(full)
    expect(attach(completed(), full)).toEqual(full)
    const second = completed({ transcripts: [transcript('second')] })
    expect(attach(full, second)).toEqual(second)
  })

  it('does not take back an outcome for a notice without one, and learns it from one that has it', () => {
    expect(attach(completed(), ended()).type).toBe('transcript.completed')
    expect(attach(ended(), completed()).type).toBe('transcript.completed')
    expect(attach(ended(), ended({ reason: 'later' }))).toMatchObject({ reason: 'thin' })
  })

  it.each([
    ['text', 'more text', 'more text'],
    ['text', '', 'text'],
    [{ a: 1 }, null, { a: 1 }],
    [null, { a: 1 }, { a: 1 }],
    [[1], { a: 1 }, { a: 1 }],
  ])('makes of raw %j and %j %j', (earlier, later, expected) => {
    expect(attach(completed({ raw: earlier }), completed({ raw: later })).raw).toEqual(expected)
  })
})

describe('isLate', () => {
  it.each([
    [0, -1, false],
    [0, 1, true],
    [1, 1, false],
    [1, 2, true],
    [2, 3, false],
    [3, 3, false],
  ])('rank %i after rank %i: %s', (rank, highest, late) => {
    expect(isLate({ rank }, highest)).toBe(late)
  })
})

describe('restart', () => {
  const handlers = [
    { name: 'save', attempts: 1, succeeded: true },
    { name: 'mail', attempts: 3, succeeded: false },
  ]

  it('keeps successes, or nothing', () => {
    const progress = { unanswered: 3, handlers }
    expect(restart(progress, 'unfinished')).toEqual({ unanswered: 0, handlers: handlers.slice(0, 1) })
    expect(restart(progress, 'all')).toEqual({ unanswered: 0, handlers: [] })
  })
})
