import { inspect } from 'node:util'
import { type Fault, fakeEvent } from '@stt-webhooks/testing'
import { describe, expect, it } from 'vitest'
import { forward } from '../src/index.ts'
import { contextOf, errorOf, secret, transcriptOf } from './support/event.ts'
import { startTarget } from './support/target.ts'

const now = Date.UTC(2026, 0, 1)
const event = fakeEvent('transcript.completed', {
  provider: 'acme',
  transcripts: [transcriptOf('confidential words')],
})

/** Posts once to a server that fails so, and gives the error; what it must not hold is looked for in all that it shows. */
async function failureOf(fault: Fault) {
  const target = await startTarget()
  target.fail(fault)
  const url = `${target.origin}/hooks/path-token?key=query-token`
  const headers = { authorization: 'Bearer header-token' }
  const error = await errorOf(forward({ url, secret, headers, now: () => now })(event, contextOf()))
  expect(inspect(error, { depth: 9, showHidden: true })).not.toMatch(
    /path-token|query-token|header-token|AAECAw|confidential|hidden in the answer/,
  )
  expect(error).toMatchObject({ code: 'handler_failed', provider: 'acme' })
  expect(error.cause).toBeUndefined()
  expect(error.message).toContain(`[stt-webhooks] [acme] ${event.id} was not forwarded: ${target.origin} `)
  return { error, target }
}

describe('an answer', () => {
  it.each([200, 201, 202, 204, 299])('%d is success', async (status) => {
    const target = await startTarget()
    target.fail({ status })
    await forward({ url: target.origin, secret })(event, contextOf())
    expect(target.requests).toHaveLength(1)
  })

  it.each([
    [300, 'Redirects are not followed'],
    [304, 'Redirects are not followed'],
    [400, 'the same `secret`'],
    [401, 'the same `secret`'],
    [403, 'the same `secret`'],
    [404, 'in its log'],
    [410, 'It wants no more events'],
    [413, 'bytes'],
    [429, 'in its log'],
    [500, 'in its log'],
    [503, 'in its log'],
  ])('%d is a failure that says what to do', async (status, remedy) => {
    const { error, target } = await failureOf({ status, body: status === 304 ? '' : 'hidden in the answer' })
    expect(error.message).toContain(` answered ${status}. `)
    expect(error.message).toContain(remedy)
    expect(target.requests).toHaveLength(1)
  })

  it('413 tells how large the event was', async () => {
    const { error, target } = await failureOf({ status: 413 })
    expect(error.message).toContain(`The body has ${target.requests[0]?.body.length} bytes`)
  })

  it.each([301, 302, 303, 307, 308])('%d is not followed', async (status) => {
    const elsewhere = await startTarget()
    const { error } = await failureOf({ status, headers: { location: `${elsewhere.origin}/query-token` } })
    expect(error.message).toContain(`answered ${status}. Redirects are not followed: set \`url\``)
    expect(elsewhere.requests).toHaveLength(0)
  })

  it.each([
    ['120', ' and wants to be left alone for 120 s'],
    ['Thu, 01 Jan 2026 00:01:30 GMT', ' and wants to be left alone for 90 s'],
    ['Wed, 31 Dec 2025 00:00:00 GMT', ' and wants to be left alone for 0 s'],
    ['soon', ''],
    ['1.5', ''],
  ])('with Retry-After: %s tells so', async (value, what) => {
    const { error } = await failureOf({ status: 503, headers: { 'retry-after': value } })
    expect(error.message).toContain(` answered 503${what}. `)
  })
})

describe('no answer', () => {
  it('because the connection broke', async () => {
    const { error } = await failureOf('reset')
    expect(error.message).toMatch(/could not be reached \([A-Z_]+\)\. Check/)
  })

  it('because nobody listens', async () => {
    const target = await startTarget()
    const { origin } = target
    await target.close()
    const url = `${origin}/hooks?key=query-token`
    const error = await errorOf(forward({ url, secret })(event, contextOf()))
    expect(error.message).toContain(`${origin} could not be reached (ECONNREFUSED)`)
    expect(inspect(error, { depth: 9 })).not.toContain('query-token')
  })

  it('because the handler was told to stop', async () => {
    const stopping = new AbortController()
    const reason = new Error('stopped')
    const target = await startTarget(() => stopping.abort(reason))
    target.fail('silent')
    const send = forward({ url: target.origin, secret })
    await expect(send(event, contextOf(undefined, stopping.signal))).rejects.toBe(reason)
    await expect(send(event, contextOf(undefined, stopping.signal))).rejects.toBe(reason)
    expect(target.requests).toHaveLength(1)
  })
})
