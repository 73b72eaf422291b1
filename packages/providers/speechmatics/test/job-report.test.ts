import { inspect } from 'node:util'
import { jsonAnswer } from '@stt-webhooks/testing'
import { describe, expect, it } from 'vitest'
import { bench, canary, failed, sampleAnswer, simulate, thin } from './support/bench.ts'
import { idOf, listing, type Report } from './support/listing.ts'

async function listed(jobId: string): Promise<Report | undefined> {
  const { pages } = await (await listing()).walk()
  return pages.flat().find((report) => report.jobId === jobId)
}

describe('a report', () => {
  it('api-job-done.json → transcript.completed, without the credentials that are echoed', async () => {
    expect(await listed('a81ko4eqjl')).toEqual({
      jobId: 'a81ko4eqjl',
      product: 'transcription',
      state: 'ended',
      createdAt: '2026-10-02T10:00:00.000Z',
      endedAt: undefined,
      notification: undefined,
      event: {
        key: { jobId: 'a81ko4eqjl', phase: 'ended' },
        event: {
          type: 'transcript.completed',
          provider: 'speechmatics',
          product: 'transcription',
          jobId: 'a81ko4eqjl',
          metadata: {
            title: 'Support call 4711',
            reference: 'case-4711',
            tags: ['support', 'priority'],
            details: { tenant: 'acme', attempt: 1 },
          },
          name: 'call.wav',
          duration: 6,
          raw: {
            form: 'job',
            job: expect.objectContaining({
              id: 'a81ko4eqjl',
              status: 'done',
              config: expect.objectContaining({
                notification_config: [
                  {
                    url: 'https://collector.example.org/webhooks/speechmatics',
                    contents: ['jobinfo'],
                    method: 'post',
                  },
                ],
              }),
            }),
          },
        },
      },
    })
  })

  it('api-job-done-notification-failed.json → completed, and why nobody heard of it', async () => {
    expect(await listed('1uyo82b1bv')).toMatchObject({
      state: 'ended',
      event: { event: { type: 'transcript.completed' } },
      notification: {
        delivered: false,
        reason: 'unable to send notification: unable to send notification: Response status: 500',
      },
    })
  })

  it('api-job-rejected-fetch.json → transcript.failed, with its errors and when it ended', async () => {
    expect(await listed('f3tch0fail')).toMatchObject({
      state: 'ended',
      createdAt: '2021-07-19T12:55:03.754Z',
      endedAt: '2021-07-19T12:55:37.643Z',
      notification: undefined,
      event: {
        event: {
          type: 'transcript.failed',
          occurredAt: '2021-07-19T12:55:37.643Z',
          metadata: { reference: 'case-4711' },
          error: {
            code: 'fetch_error',
            message: 'unable to fetch audio: http status code 404',
            category: 'input',
            retryable: false,
          },
        },
      },
    })
  })

  it('api-job-rejected-language.json → transcript.failed', async () => {
    expect(await listed('8eef82kaaa')).toMatchObject({
      event: { event: { type: 'transcript.failed', error: { code: 'error', category: 'input' } } },
    })
  })

  it('api-job-running.json → running', async () => {
    const report = await listed('yjbmf9kqub')
    expect(report).toMatchObject({ product: 'transcription', state: 'running', event: undefined })
  })

  it('api-jobs-include-deleted.json → deleted, and what became of them is not known', async () => {
    const one = await listing()
    one.api.fail(sampleAnswer('api-jobs-include-deleted.json'))
    const { value } = await one.pages().next()
    expect(value).toMatchObject([
      { jobId: 'd3l3ted000', state: 'deleted', event: undefined },
      { jobId: 'exp1red000', state: 'deleted', event: undefined },
    ])
  })

  it('of a status that we do not know is none of an end', async () => {
    const one = await listing()
    for (const status of ['paused', 'constructor']) {
      one.api.fail(jsonAnswer({ job: { id: 'a', status, created_at: '2026-11-21T10:00:00Z' } }))
      expect(await one.job('a')).toMatchObject({ state: 'running', event: undefined })
    }
  })

  it('keeps nothing that opens a file or a callback URL', async () => {
    const one = await listing({ examples: false })
    one.api.addJob({
      id: 'a',
      status: 'rejected',
      errors: [
        `unable to fetch audio: Get "https://me:${canary}@files.example.com/a.mp3?sig=${canary}": EOF`,
        `unable to send notification: Post "https://example.com/hook?token=${canary}&id=a": EOF`,
      ],
      fields: {
        config: {
          fetch_data: { url: `https://files.example.com/a.mp3?signature=${canary}` },
          notification_config: [
            { url: `https://example.com/hook?token=${canary}`, auth_headers: [`X-Key: ${canary}`] },
          ],
        },
      },
    })
    for (const report of [await one.job('a'), ...(await one.walk()).pages.flat()]) {
      expect(report?.notification?.reason).toBe(
        'unable to send notification: Post "https://example.com/hook": EOF',
      )
      expect(inspect(report, { depth: 12 })).not.toContain(canary)
    }
  })

  it('has the query of the callback URL as the notice has it, without tokens of ours', async () => {
    const one = await listing({ examples: false })
    const url = 'https://example.com/hook?order=7&id=mine&callback=cb1.eyJ4Ijo3fQ.abc'
    one.api.addJob({ id: 'a', status: 'done', fields: { config: { notification_config: [{ url }] } } })
    expect((await one.job('a'))?.event?.event.metadata).toEqual({ order: '7' })
    one.api.addJob({
      id: 'b',
      status: 'done',
      fields: { config: { notification_config: [{ url: 'none' }] } },
    })
    expect((await one.job('b'))?.event?.event.metadata).toEqual({})
  })
})

describe('a notification', () => {
  const retrying =
    'Error in sending notification: unable to send notification: Response status: 500, retrying'
  const outcomes = [
    [[], undefined],
    [['Something else'], undefined],
    [[retrying], undefined],
    [['Sending notification failed'], 'Sending notification failed'],
    [
      [retrying, 'Sending notification failed'],
      'Error in sending notification: unable to send notification: Response status: 500',
    ],
    [
      [retrying, 'unable to send notification: EOF', 'Sending notification failed'],
      'unable to send notification: EOF',
    ],
  ] as const
  it.each(outcomes)('of which is said %j failed because of %j', async (messages, reason) => {
    const one = await listing({ examples: false })
    const errors = messages.map((message) => ({ message, timestamp: '2026-11-21T10:00:09.000Z' }))
    one.api.addJob({ id: 'a', status: 'done', fields: { errors } })
    const report = await one.job('a')
    expect(report).toMatchObject({ state: 'ended', event: { event: { type: 'transcript.completed' } } })
    expect(report?.notification).toEqual(reason && { delivered: false, reason })
  })
})

describe('one job', () => {
  it('is asked for once, without waiting', async () => {
    const one = await listing()
    expect(await one.job('a81ko4eqjl')).toEqual(await listed('a81ko4eqjl'))
    const [request, ...more] = one.api.requests
    expect(more).toEqual([])
    expect(request?.path).toBe('/v2/jobs/a81ko4eqjl')
    expect(Object.fromEntries(request?.query ?? [])).toEqual({ wait: '0' })
  })

  it.each([
    ['yjbmf9kqub', 'running'],
    ['d3l3ted000', 'deleted'],
  ])('%s is %s', async (jobId, state) => {
    expect(await (await listing()).job(jobId)).toMatchObject({ jobId, state })
  })

  it('that has expired is gone at once, and one that nobody knows after a short grace', async () => {
    const one = await listing()
    one.api.addJob({ id: 'old', status: 'expired' })
    expect(await one.job('old')).toBeUndefined()
    expect(one.api.requests).toHaveLength(1)
    expect(await one.job('unknown')).toBeUndefined()
    expect(one.api.requests).toHaveLength(4)
  })

  const failures = [
    [401, 'api_key_refused', 1],
    [429, 'api_unavailable', 4],
    [500, 'api_unavailable', 4],
    ['truncated', 'api_answer', 4],
  ] as const
  it.each(failures)('that meets %s is not gone: %s, asked %i times', async (fault, code, times) => {
    const one = await listing()
    one.api.fail(...Array<typeof fault>(times).fill(fault))
    await expect(one.job('a81ko4eqjl')).rejects.toMatchObject({ code })
    expect(one.api.requests).toHaveLength(times)
  })

  it.each([[], { job: null }, { job: { id: 'a' } }])('is never made of %j', async (answer) => {
    const one = await listing()
    one.api.fail(jsonAnswer(answer))
    await expect(one.job('a')).rejects.toMatchObject({ code: 'api_answer' })
  })
})

describe('an event of the list', () => {
  const notices = [
    ['a done one', 'a81ko4eqjl', thin],
    ['a done one in full', 'a81ko4eqjl', (jobId: string) => simulate.completed({ jobId })],
    ['an empty one', 'a81ko4eqjl', (jobId: string) => simulate.simulate('success.empty', { jobId })],
    ['a rejected one', 'f3tch0fail', failed],
    [
      'a rejected one of the audio',
      '8eef82kaaa',
      (jobId: string) => simulate.simulate('trim_error.jobinfo', { jobId }),
    ],
  ] as const
  it.each(notices)('has the id and the product of the notice: %s', async (_, jobId, notice) => {
    const { events } = await (await bench()).receive(notice(jobId))
    const report = await listed(jobId)
    expect(events).toMatchObject([{ product: report?.product, type: report?.event?.event.type }])
    expect(events.map(({ id }) => id)).toEqual([report && idOf(report)])
  })

  it.each([
    ['success.alignment.jobinfo', 'done', 'job.completed'],
    ['error.alignment.jobinfo', 'rejected', 'job.failed'],
  ] as const)('is one of an alignment if the notice, %s, is', async (name, status, type) => {
    const [one, two] = [await listing({ examples: false }), await bench()]
    one.api.addJob({ id: 'a', status, fields: { text_name: 'call.txt', config: { type: 'alignment' } } })
    const report = await one.job('a')
    expect(report).toMatchObject({ product: 'alignment', event: { event: { type, kind: 'alignment' } } })
    const { events } = await two.receive(simulate.simulate(name, { jobId: 'a' }))
    expect(events.map(({ id }) => id)).toEqual([report && idOf(report)])
  })

  it('leads to its transcript, and lacks nothing', async () => {
    const one = await listing()
    const report = await one.job('a81ko4eqjl')
    const stamp = {
      id: 'evt_a',
      endpoint: 'speechmatics',
      receivedAt: '2026-11-21T10:00:00.000Z',
      source: 'sweep',
      verifiedBy: 'none',
    } as const
    const event = report?.event && { ...report.event.event, ...stamp, metadata: {} }
    if (event === undefined) throw new Error('there is no event')
    const { signal } = new AbortController()
    expect(one.provider.classify?.(event, { signal })).toBeUndefined()
    const [transcript] = (await one.provider.fetch?.(event, { signal })) ?? []
    expect(transcript?.words).toHaveLength(13)
  })
})
