import { isSignedUrl, signedUrl, unauthenticated } from '@stt-webhooks/core/provider'
import { describe, expect, it } from 'vitest'
import { toDelivery } from '../support/request.ts'

describe('signedUrl', () => {
  const verify = signedUrl()

  it('takes the word of the receiver', () => {
    const callback = { metadata: {}, expiresAt: '2026-01-01T00:00:00.000Z' }
    expect(verify(toDelivery(), { now: 0, callback: { callback } })).toEqual({
      verified: true,
      by: 'callback',
    })
    expect(verify(toDelivery(), { now: 0, callback: { reason: 'it expired' } })).toEqual({
      verified: false,
      reason: 'it expired',
    })
  })

  it('refuses a URL without a token, and does not look for one itself', () => {
    for (const delivery of [toDelivery(), toDelivery({ token: 'cb1.a.b' })])
      expect(verify(delivery, { now: 0 })).toMatchObject({ verified: false })
  })

  it('can be told from other verifiers', () => {
    expect(isSignedUrl(verify)).toBe(true)
    for (const other of [unauthenticated, undefined, null, true, {}, { '~signedUrl': true }])
      expect(isSignedUrl(other)).toBe(false)
  })
})
