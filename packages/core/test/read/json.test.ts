import { isoTime, isRecord, listAt, metadataFrom, numberAt, stringAt } from '@stt-webhooks/core/provider'
import { describe, expect, it } from 'vitest'

describe('isoTime', () => {
  it.each([
    ['2026-11-21T10:00:00Z', '2026-11-21T10:00:00.000Z'],
    ['2026-11-21T10:00:00.1234567Z', '2026-11-21T10:00:00.123Z'],
    ['2026-11-21T10:00:00', '2026-11-21T10:00:00.000Z'],
    ['2026-11-21T10:00:00.5', '2026-11-21T10:00:00.500Z'],
    ['2026-11-21 10:00:00', '2026-11-21T10:00:00.000Z'],
    ['2026-11-21T10:00:00+02:00', '2026-11-21T08:00:00.000Z'],
    ['2026-11-21T10:00:00-0330', '2026-11-21T13:30:00.000Z'],
    ['2026-11-21', '2026-11-21T00:00:00.000Z'],
    ['2026-13-41T10:00:00Z', undefined],
    ['2026-11-21T10:00:00Z?', undefined],
    ['', undefined],
    ['soon', undefined],
    ['7', undefined],
    ['job 5', undefined],
    [1_763_719_200, undefined],
    [null, undefined],
    [undefined, undefined],
    [{}, undefined],
  ])('%j', (value, expected) => expect(isoTime(value)).toBe(expected))
})

describe('metadataFrom', () => {
  it('collects what services echo, the later source winning', () => {
    const query = new URLSearchParams('order=7&user=a')
    const extra = { user: 42, nested: { list: [1, 'b', null, true] } }
    expect(metadataFrom(query, undefined, extra)).toEqual({ order: '7', user: 42, nested: extra.nested })
    expect(metadataFrom()).toEqual({})
  })

  it('leaves out what is no JSON', () => {
    const odd = {
      a: undefined,
      b: () => {},
      c: Number.NaN,
      d: 1n,
      e: [Symbol('x')],
      f: { g: undefined },
      kept: 0,
    }
    expect(metadataFrom(odd)).toEqual({ kept: 0 })
  })

  it('cannot reach a prototype', () => {
    const parsed: Record<string, unknown> = JSON.parse('{"__proto__":{"polluted":true},"a":1}')
    const metadata = metadataFrom(parsed, new URLSearchParams('__proto__=x&constructor=y'))
    expect(metadata).toEqual({ a: 1, constructor: 'y' })
    expect(Object.getPrototypeOf(metadata)).toBe(Object.prototype)
    expect(Reflect.get({}, 'polluted')).toBeUndefined()
  })
})

describe('lenient access', () => {
  const record = {
    text: 'a',
    empty: '',
    number: 1.5,
    infinite: Number.POSITIVE_INFINITY,
    list: [1],
    nothing: null,
  }

  it('gives a value of the wanted type, or none', () => {
    const keys = ['text', 'empty', 'number', 'infinite', 'list', 'nothing', 'missing']
    expect(keys.map((key) => stringAt(record, key)).filter(Boolean)).toEqual(['a'])
    expect(keys.map((key) => numberAt(record, key)).filter((one) => one !== undefined)).toEqual([1.5])
    expect(keys.map((key) => listAt(record, key))).toEqual([[], [], [], [], [1], [], []])
    expect(numberAt({ zero: 0 }, 'zero')).toBe(0)
  })

  it.each([
    [{}, true],
    [{ a: 1 }, true],
    [[], false],
    [null, false],
    ['a', false],
    [undefined, false],
  ])('isRecord(%j) is %s', (value, expected) => expect(isRecord(value)).toBe(expected))
})
