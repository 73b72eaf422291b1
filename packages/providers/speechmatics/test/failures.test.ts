import { inspect } from 'node:util'
import { speechmatics } from '@stt-webhooks/speechmatics'
import { jsonAnswer } from '@stt-webhooks/testing'
import { describe, expect, it } from 'vitest'
import { bench, canary, failed, simulate } from './support/bench.ts'

const trouble = { status: 503 }

describe('a failed job', () => {
  it('has the reason that the API tells, and the id of the event without it', async () => {
    const [told, untold] = [await bench(), await bench({ apiKey: undefined })]
    const delivery = simulate.simulate('fetch_error.empty', { jobId: 'f3tch0fail' })
    const { events } = await told.receive(delivery)
    expect(events).toMatchObject([
      {
        type: 'transcript.failed',
        product: 'transcription',
        jobId: 'f3tch0fail',
        duration: 0,
        occurredAt: '2021-07-19T12:55:37.643Z',
        metadata: { order: '7', reference: 'case-4711' },
        error: {
          code: 'fetch_error',
          message: 'unable to fetch audio: http status code 404',
          category: 'input',
          retryable: false,
        },
        raw: { form: 'job', job: { id: 'f3tch0fail', status: 'rejected' } },
      },
    ])
    const [request] = told.api.requests
    expect(request?.path).toBe('/v2/jobs/f3tch0fail')
    expect(request?.query.get('wait')).toBe('0')

    const thin = await untold.receive(delivery)
    expect(thin.events).toMatchObject([
      { id: events[0]?.id, error: { code: 'fetch_error', retryable: true }, raw: { form: 'empty' } },
    ])
    expect(untold.api.requests).toEqual([])
  })

  const samples = [
    ['api-job-rejected-fetch.json', 'f3tch0fail', 'unable to fetch audio: http status code 404'],
    [
      'api-job-rejected-language.json',
      '8eef82kaaa',
      "The identified language 'en' is not one of the expected languages",
    ],
  ] as const
  it.each(samples)('%s (%s) → "%s"', async (_, jobId, message) => {
    const one = await bench()
    const { events } = await one.receive(failed(jobId))
    expect(events).toMatchObject([{ error: { code: 'error', message, category: 'input' } }])
  })

  const undecided = [
    ['api-job-done.json', 'a81ko4eqjl'],
    ['api-job-done-notification-failed.json', '1uyo82b1bv'],
    ['api-job-running.json', 'yjbmf9kqub'],
    ['api-job-deleted.json', 'd3l3ted000'],
    ['error-404-job.json', 'unknown'],
  ] as const
  it.each(undecided)('%s (%s) → the event as it came', async (_, jobId) => {
    const one = await bench()
    const { status, events } = await one.receive(failed(jobId))
    expect(status).toBe(200)
    expect(events).toMatchObject([
      { type: 'transcript.failed', error: { code: 'error', category: 'unknown' }, raw: { form: 'empty' } },
    ])
  })

  const reasons = [
    ['unable to fetch audio: http status code 403', 'input', false],
    ['unable to fetch audio: http status code 408', 'input', true],
    ['unable to fetch audio: http status code 429', 'input', true],
    ['unable to fetch audio: http status code 503', 'input', true],
    ['unable to fetch audio: dial tcp: i/o timeout', 'input', true],
    ["The identified language 'uz' is not supported for transcription", 'input', false],
    ['No speech found for language identification', 'input', false],
    ['Language identification could not identify any language with sufficient confidence', 'input', false],
    ['Job rejected due to invalid audio', 'input', false],
    ['Requested product not available', 'account', false],
    ['Internal Server Error', 'provider', true],
    ['Something new', 'unknown', false],
  ] as const
  it.each(reasons)('because of "%s" is of the category %s', async (message, category, retryable) => {
    const one = await bench()
    one.api.addJob({ id: 'a', status: 'rejected', errors: [message] })
    const { events } = await one.receive(failed('a'))
    expect(events).toMatchObject([{ error: { code: 'error', message, category, retryable } }])
  })

  it('leaves out what went wrong with notifications, and says each thing once', async () => {
    const one = await bench()
    const errors = [
      'unable to fetch audio: timeout',
      'unable to fetch audio: timeout',
      'unable to fetch audio: http status code 404',
      'Error in sending notification: unable to send notification: Response status: 500, retrying',
      'unable to send notification: unable to send notification: Response status: 500',
      'Sending notification failed',
    ]
    one.api.addJob({ id: 'a', status: 'rejected', errors })
    const { events } = await one.receive(failed('a'))
    expect(events).toMatchObject([
      { error: { message: 'unable to fetch audio: timeout; unable to fetch audio: http status code 404' } },
    ])
  })

  const untold = [
    ['only notifications went wrong', { errors: [{ message: 'Sending notification failed' }] }],
    ['there is no reason', { errors: [] }],
    ['the reasons are null', { errors: null }],
    ['the reasons are no reasons', { errors: [7, {}, { message: 7 }] }],
  ] as const
  it.each(untold)('keeps its category if %s', async (_, fields) => {
    const one = await bench()
    one.api.addJob({ id: 'a', status: 'rejected', fields })
    const { events } = await one.receive(simulate.simulate('trim_error.empty', { jobId: 'a' }))
    expect(events).toMatchObject([
      { error: { code: 'trim_error', category: 'input', message: 'Speechmatics gave no reason.' } },
    ])
  })

  it('is told to be of an alignment where the notice could not', async () => {
    const one = await bench()
    one.api.addJob({ id: 'a', status: 'rejected', fields: { config: { type: 'alignment' } } })
    one.api.addJob({ id: 'b', status: 'rejected', fields: { text_name: 'call.txt' } })
    one.api.addJob({ id: 'c', status: 'rejected' })
    for (const delivery of [
      failed('a'),
      failed('b'),
      simulate.simulate('error.alignment.jobinfo', { jobId: 'c' }),
    ]) {
      const { events } = await one.receive(delivery)
      expect(events).toMatchObject([
        { type: 'job.failed', product: 'alignment', kind: 'alignment', raw: { form: 'job' } },
      ])
    }
  })

  it('keeps a name that only the notice has, and a transcript that came with it', async () => {
    const one = await bench()
    one.api.addJob({ id: 'a', status: 'rejected', fields: { data_name: '', duration: null } })
    const body = JSON.stringify({
      job: { id: 'a', data_name: 'call.wav', duration: 9 },
      metadata: { created_at: '2026-01-01T00:00:00Z' },
      results: [],
    })
    const { events } = await one.receive(
      simulate.simulate('error.jobinfo', {
        jobId: 'a',
        body,
        headers: { 'content-type': 'application/json' },
      }),
    )
    expect(events).toMatchObject([{ name: 'call.wav', duration: 9, transcripts: [{ text: '' }] }])
  })

  it('keeps nothing that opens a file or a callback URL', async () => {
    const one = await bench()
    one.api.addJob({
      id: 'a',
      status: 'rejected',
      errors: [
        `unable to fetch audio: Get "https://me:${canary}@files.example.com/a.mp3?sig=${canary}": EOF`,
        `Error in sending notification: Post "https://example.com/hook?token=${canary}&id=a": EOF, retrying`,
      ],
      fields: {
        config: {
          fetch_data: {
            url: `https://files.example.com/a.mp3?signature=${canary}`,
            auth_headers: [`Authorization: Bearer ${canary}`],
          },
          notification_config: [
            { url: `https://example.com/hook?token=${canary}`, auth_headers: [`X-Key: ${canary}`] },
          ],
        },
      },
    })
    const { events } = await one.receive(failed('a'))
    expect(events).toMatchObject([
      { error: { message: 'unable to fetch audio: Get "https://files.example.com/a.mp3": EOF' } },
    ])
    expect(inspect([events, one.seen], { depth: 12 })).not.toContain(canary)
  })

  const doubts = [
    ['the API is down', [trouble, trouble, trouble, trouble]],
    ['the API is not ready', Array(40).fill({ status: 409 })],
    ['the status is not one we know', [jsonAnswer({ job: { id: 'f3tch0fail', status: 'paused' } })]],
    ['the answer has no job', [jsonAnswer({ job: null })]],
    ['the answer is something else', [jsonAnswer([])]],
    ['the job has no status', [jsonAnswer({ job: { id: 'f3tch0fail' } })]],
    ['the key is refused', [401]],
    ['the job has expired', [410]],
  ] as const
  it.each(doubts)('goes out as it came if %s', async (_, faults) => {
    const one = await bench()
    one.api.fail(...faults)
    const { status, events } = await one.receive(failed('f3tch0fail'))
    expect(status).toBe(200)
    expect(events).toMatchObject([
      { type: 'transcript.failed', error: { code: 'error', category: 'unknown' } },
    ])
    expect(events[0]?.raw).toEqual({ form: 'empty' })
  })

  it('is asked for once in its life', async () => {
    const one = await bench()
    const { events } = await one.receive(failed('f3tch0fail'))
    const { api } = speechmatics({ secret: 's', apiKey: 'k' })
    const again = events.map((event) =>
      api?.classify?.(JSON.parse(JSON.stringify(event)), { signal: new AbortController().signal }),
    )
    expect(again).toEqual([undefined])
  })
})
