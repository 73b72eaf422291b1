import { Buffer } from 'node:buffer'
import { describe, expect, it } from 'vitest'
import { toDelivery } from '../support/request.ts'

describe('a delivery', () => {
  it('gives the query, however odd', () => {
    expect([...toDelivery({ url: '/a' }).query]).toEqual([])
    expect([...toDelivery({ url: '/a?' }).query]).toEqual([])
    expect([...toDelivery({ url: '/a?b=1&b=2&c=%20?d' }).query]).toEqual([
      ['b', '1'],
      ['b', '2'],
      ['c', ' ?d'],
    ])
  })

  it('gives the body as bytes, text and JSON', () => {
    const delivery = toDelivery({ body: '{"text":"grüß"}' })
    expect(delivery.exactBytes()).toEqual(Buffer.from('{"text":"grüß"}'))
    expect(delivery.text()).toBe('{"text":"grüß"}')
    expect(delivery.json()).toEqual({ text: 'grüß' })
    expect(delivery.json()).toBe(delivery.json())
  })

  it('reads bytes that are a part of a larger buffer', () => {
    const large = Buffer.from('before[1]after')
    expect(toDelivery({ body: large.subarray(6, 9) }).json()).toEqual([1])
  })

  it('reads JSON behind a byte order mark, which the bytes keep', () => {
    const delivery = toDelivery({ body: '\uFEFF{"a":1}' })
    expect(delivery.json()).toEqual({ a: 1 })
    expect(delivery.exactBytes()).toHaveLength(10)
  })

  it.each(['', '{', 'null x'])('throws for the body %j', (body) => {
    expect(() => toDelivery({ body }).json()).toThrow(SyntaxError)
  })

  it('reads a body that was parsed, and signs nothing over it', () => {
    const delivery = toDelivery({ body: '[1]', exact: false })
    expect(delivery.json()).toEqual([1])
    expect(() => delivery.exactBytes()).toThrow(expect.objectContaining({ code: 'body_already_parsed' }))
  })
})
