import {
  allOf,
  anyOf,
  headerSecret,
  refused,
  sourceAddresses,
  unauthenticated,
  type Verifier,
} from '@stt-webhooks/core/provider'
import { describe, expect, it, vi } from 'vitest'
import { toDelivery } from '../support/request.ts'

const context = { now: 0 }
const delivery = toDelivery({ headers: { 'x-secret': 's3cret' }, remoteAddress: '10.0.0.1' })
const yes: Verifier = () => ({ verified: true, by: 'signature' })
const no: Verifier = async () => refused('no')

describe('anyOf', () => {
  it('takes the word of the first that accepts, and asks no more', async () => {
    const last = vi.fn(yes)
    const secret = headerSecret({ provider: 'fake', secret: 's3cret', header: 'x-secret' })
    expect(await anyOf(no, secret, last)(delivery, context)).toEqual({ verified: true, by: 'secret' })
    expect(last).not.toHaveBeenCalled()
  })

  it('gives every reason if all refuse', async () => {
    const other: Verifier = () => refused('nor me')
    expect(await anyOf(no, other)(delivery, context)).toEqual(refused('no; nor me'))
  })

  it('refuses if there is nothing to ask', async () => {
    expect(await anyOf()(delivery, context)).toMatchObject({ verified: false })
  })

  it('passes trouble on instead of asking the next', async () => {
    const broken: Verifier = () => Promise.reject(new Error('down'))
    await expect(anyOf(broken, yes)(delivery, context)).rejects.toThrow('down')
  })
})

describe('allOf', () => {
  const here = sourceAddresses('fake', ['10.0.0.0/8'])
  const elsewhere = sourceAddresses('fake', ['192.0.2.0/24'])

  it('wants the verifier and every second factor, and tells the word of the verifier', async () => {
    expect(await allOf(yes, here)(delivery, context)).toEqual({ verified: true, by: 'signature' })
    expect(await allOf(yes, here, elsewhere)(delivery, context)).toMatchObject({ verified: false })
    expect(await allOf(yes)(delivery, context)).toEqual({ verified: true, by: 'signature' })
  })

  it('is not satisfied by an address alone', async () => {
    const factor = vi.fn(here)
    expect(await allOf(no, factor)(delivery, context)).toEqual(refused('no'))
    expect(factor).not.toHaveBeenCalled()
  })
})

it('unauthenticated takes everything and says so', async () => {
  expect(await unauthenticated(toDelivery(), context)).toEqual({ verified: true, by: 'none' })
})
