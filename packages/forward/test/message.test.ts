import { WebhookError } from '@stt-webhooks/core'
import { fakeEvent } from '@stt-webhooks/testing'
import { describe, expect, it } from 'vitest'
import { forward } from '../src/index.ts'
import { contextOf, errorOf, secret, transcriptOf } from './support/event.ts'
import { headerOf, startTarget, textOf } from './support/target.ts'

it('posts the type, when it happened, and the event as JSON', async () => {
  const target = await startTarget()
  const event = fakeEvent('transcript.failed', { occurredAt: '2025-12-31T23:59:58.000Z' })
  await forward({ url: `${target.origin}/hooks?team=7#top`, secret })(event, contextOf())
  const [request] = target.requests
  if (request === undefined) throw new Error('Nothing was posted.')
  expect(request).toMatchObject({ method: 'POST', path: '/hooks' })
  expect(request.query.toString()).toBe('team=7')
  expect(headerOf(request, 'content-type')).toBe('application/json')
  expect(headerOf(request, 'user-agent')).toBe('stt-webhooks')
  expect(JSON.parse(textOf(request))).toEqual({
    type: 'transcript.failed',
    timestamp: '2025-12-31T23:59:58.000Z',
    data: event,
  })
})

it('sends extra headers', async () => {
  const target = await startTarget()
  const headers = { Authorization: 'Bearer of news', 'User-Agent': 'acme' }
  const event = fakeEvent('webhook.pinged')
  await forward({ url: target.origin, secret, headers })(event, contextOf())
  expect(target.requests[0]?.headers).toMatchObject({
    authorization: 'Bearer of news',
    'user-agent': 'acme',
    'webhook-id': event.id,
  })
})

describe('transcripts', () => {
  const fetched = () => Promise.resolve([transcriptOf('fetched'), transcriptOf('too')])

  async function posted(event: Parameters<ReturnType<typeof forward>>[0], transcripts: boolean | undefined) {
    const target = await startTarget()
    await forward({ url: target.origin, secret, transcripts })(event, contextOf(fetched))
    const [request] = target.requests
    if (request === undefined) throw new Error('Nothing was posted.')
    return JSON.parse(textOf(request)).data
  }

  it('are those of the body by default', async () => {
    const thin = fakeEvent('transcript.completed')
    expect(await posted(thin, undefined)).toEqual(thin)
    const full = fakeEvent('transcript.completed', { transcripts: [transcriptOf('came')] })
    expect(await posted(full, false)).toEqual(full)
  })

  it('are fetched if they are wanted', async () => {
    const event = fakeEvent('transcript.completed')
    expect(await posted(event, true)).toEqual({ ...event, transcripts: await fetched() })
    expect(event).not.toHaveProperty('transcripts')
  })

  it('are fetched for completed transcripts only', async () => {
    const failed = fakeEvent('transcript.failed')
    const ended = fakeEvent('transcript.ended')
    const job = fakeEvent('job.completed')
    for (const event of [failed, ended, job]) expect(await posted(event, true)).toEqual(event)
  })

  it('that cannot be had fail the handler, and nothing is posted', async () => {
    const target = await startTarget()
    const gone = new WebhookError('transcript_gone', 'It was deleted.')
    const send = forward({ url: target.origin, secret, transcripts: true })
    const context = contextOf(() => Promise.reject(gone))
    const event = fakeEvent('transcript.completed')
    expect(await errorOf(send(event, context))).toBe(gone)
    expect(target.requests).toHaveLength(0)
  })
})
