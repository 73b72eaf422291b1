import { sourceAddresses } from '@stt-webhooks/core/provider'
import { describe, expect, it } from 'vitest'
import { toDelivery } from '../support/request.ts'

const factor = sourceAddresses('fake', ['203.0.113.7', '10.20.0.0/16', '2001:db8::/32', '::1'])
const check = (remoteAddress?: string) => factor(toDelivery(remoteAddress ? { remoteAddress } : {}))

describe('sourceAddresses', () => {
  it.each([
    ['203.0.113.7', true],
    ['203.0.113.8', false],
    ['10.20.255.1', true],
    ['10.21.0.1', false],
    ['2001:db8:1::5', true],
    ['2001:0DB8:0001::0005', true],
    ['2001:db9::1', false],
    ['::1', true],
    ['::ffff:203.0.113.7', true],
    ['::FFFF:10.20.0.9', true],
    ['::ffff:10.21.0.9', false],
    ['::ffff:cb00:7107', true],
  ])('%s', (address, accepted) => expect(check(address).verified).toBe(accepted))

  it.each([undefined, 'unknown', 'localhost', '10.20.0.1:443', '10.20.0.1, 10.20.0.2'])(
    'refuses the address %j, because it is none',
    (address) => {
      expect(check(address)).toEqual({ verified: false, reason: 'the address of the client is not known' })
    },
  )

  it('gives the usual cause of a refusal', () => {
    for (const address of ['192.0.2.1', '::ffff:192.0.2.1']) {
      expect(check(address)).toMatchObject({
        reason: expect.stringMatching(/^the address 192\.0\.2\.1 .*trust the proxy\?/),
      })
    }
  })

  it.each([
    '',
    'example.com',
    '10.0.0.256',
    '10.0.0.0/33',
    '2001:db8::/129',
    '10.0.0.0/',
    '10.0.0.0/a',
    '10.0.0.0/8/8',
    '10.0.0.0/-1',
    '10.0.0.0/255.0.0.0',
    ' 10.0.0.1',
  ])('throws at construction for the entry %j', (entry) => {
    expect(() => sourceAddresses('fake', ['10.0.0.1', entry])).toThrow(
      expect.objectContaining({
        code: 'invalid_option',
        provider: 'fake',
        message: expect.stringContaining(`"${entry}" is not an IP address or a CIDR range.`),
      }),
    )
  })

  it('throws for an empty list, which would refuse everything', () => {
    expect(() => sourceAddresses('fake', [])).toThrow(expect.objectContaining({ code: 'invalid_option' }))
  })
})
