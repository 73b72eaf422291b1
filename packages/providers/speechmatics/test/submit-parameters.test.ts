import { BatchClient } from '@speechmatics/batch-client'
import { createReceiver } from '@stt-webhooks/core'
import {
  type SpeechmaticsOptions,
  type SpeechmaticsSubmitOptions,
  speechmatics,
} from '@stt-webhooks/speechmatics'
import { apiFixtures } from '@stt-webhooks/speechmatics/testing'
import { deliver, startFakeServer } from '@stt-webhooks/testing'
import { describe, expect, it, onTestFinished } from 'vitest'
import { sample, sampleAnswer } from './support/bench.ts'

const url = 'https://collector.example.org/webhooks/speechmatics'
const secret = 'whsec_speechmatics_example'
const tracking = {
  title: 'Support call 4711',
  reference: 'case-4711',
  tags: ['support', 'priority'],
  details: { tenant: 'acme', attempt: 1 },
}

const submit = (options: SpeechmaticsOptions, parameters: Partial<SpeechmaticsSubmitOptions> = {}) =>
  speechmatics(options).submitParameters({ url, ...parameters })

/** What plain JavaScript can pass. */
const submitUnsafely = (parameters: object) => {
  const sm = speechmatics({ secret })
  return () => Reflect.apply(sm.submitParameters, sm, [{ url, ...parameters }])
}

async function partsOf(body: Uint8Array, contentType: unknown) {
  const response = new Response(body, { headers: { 'content-type': String(contentType) } })
  const parts = [...(await response.formData())]
  const config: unknown = JSON.parse(String(parts.find(([name]) => name === 'config')?.[1]))
  return { names: parts.map(([name]) => name), config }
}

describe('the parameters of a submission', () => {
  const configs: readonly (readonly [string, Partial<SpeechmaticsSubmitOptions>])[] = [
    ['config-jobinfo.json', { method: 'post' }],
    ['config-transcript.json', { contents: ['transcript.json-v2'], method: 'post' }],
  ]
  it.each(configs)('are those of %s', (file, options) => {
    const { notification_config, tracking: echoed } = JSON.parse(sample(file))
    expect(submit({ secret }, { tracking, ...options })).toEqual({ notification_config, tracking: echoed })
  })

  it('are, for several notifications, those of config-fanout.json', () => {
    const { notification_config: documented } = JSON.parse(sample('config-fanout.json'))
    const parameters = submit(
      { secret },
      {
        url: `${url}?n=jobinfo`,
        method: 'post',
        more: [{ url: `${url}?n=json`, contents: ['transcript.json-v2'], method: 'post' }],
      },
    )
    const archive = { url: 'https://archive.example.org/put/call.srt', contents: ['transcript.srt'] }
    expect([...parameters.notification_config, { ...archive, method: 'put' }]).toEqual(documented)
  })

  it('make the SDK send what submit-job.multipart.bin holds', async () => {
    const server = await startFakeServer(() => ({ ...sampleAnswer('api-create-job-201.json'), status: 201 }))
    onTestFinished(() => server.close())
    const client = new BatchClient({ apiKey: 'key', apiUrl: `${server.origin}/v2`, appId: 'test' })
    const { id } = await client.createTranscriptionJob(new File(['RIFF'], 'call.wav'), {
      transcription_config: { language: 'en' },
      ...submit({ secret }, { tracking, method: 'post' }),
    })
    expect(id).toBe('a81ko4eqjl')
    const [request] = server.requests
    expect(request).toMatchObject({ method: 'POST', path: '/v2/jobs' })
    const sent = await partsOf(request?.body ?? new Uint8Array(), request?.headers['content-type'])
    const documented = apiFixtures.find(({ file }) => file === 'submit-job.multipart.bin')
    const expected = await partsOf(documented?.bytes ?? new Uint8Array(), documented?.headers['content-type'])
    const transcription_config = { language: 'en' }
    expect(new Set(sent.names)).toEqual(new Set(expected.names))
    expect({ ...Object(sent.config), transcription_config }).toEqual({
      ...Object(expected.config),
      transcription_config,
    })
  })

  const options: readonly (readonly [string, SpeechmaticsOptions, Partial<SpeechmaticsSubmitOptions>])[] = [
    ['a secret', { secret: ['new', 'old'] }, {}],
    ['the old secret', { secret: ['new', 'old'] }, { secret: 'old' }],
    ['the secret of a tenant', { secret: () => 'tenant' }, { secret: 'tenant' }],
    ['header lines', { authHeaders: ['X-Key: a', 'X-Other:b '] }, {}],
    ['the first of several lists', { authHeaders: [['X-Key: new'], ['X-Key: old']] }, {}],
    ['nothing', { unsafeAllowUnauthenticated: true }, {}],
  ]
  it.each(options)('make deliveries that are taken for genuine by %s', async (_, configured, parameters) => {
    const { notification_config } = submit(configured, {
      ...parameters,
      url: `${url}?order=7`,
      more: [{ url, method: 'put', headers: ['X-Source: batch'] }],
    })
    const receiver = createReceiver([speechmatics({ endpoint: 'speechmatics', ...configured })], {
      path: '/webhooks',
    })
    receiver.onAny(() => {})
    expect(notification_config).toHaveLength(2)
    for (const { url: callback, method = 'post', auth_headers = [] } of notification_config) {
      const target = new URL(callback)
      target.searchParams.set('id', 'a')
      target.searchParams.set('status', 'success')
      const headers = auth_headers.map((line): [string, string] => {
        const [name = '', ...rest] = line.split(':')
        return [name, rest.join(':').trim()]
      })
      const { status } = await deliver(receiver, {
        method: method.toUpperCase(),
        url: target.href,
        headers: Object.fromEntries(headers),
        body: new Uint8Array(),
      })
      expect(status).toBe(200)
    }
  })

  it('carry the credential of the provider', () => {
    const lines = (configured: SpeechmaticsOptions, parameters?: Partial<SpeechmaticsSubmitOptions>) =>
      submit(configured, parameters).notification_config[0]?.auth_headers
    expect(lines({ secret: ['new', 'old'] })).toEqual(['Authorization: Bearer new'])
    expect(lines({ secret: 'a' }, { secret: 'a', headers: ['X-Source: batch'] })).toEqual([
      'Authorization: Bearer a',
      'X-Source: batch',
    ])
    expect(lines({ authHeaders: ['X-Key: a', 'X-Other: b'] })).toEqual(['X-Key: a', 'X-Other: b'])
    expect(lines({ authHeaders: [['X-Key: new'], ['X-Key: old']] })).toEqual(['X-Key: new'])
    expect(lines({ unsafeAllowUnauthenticated: true })).toBeUndefined()
    expect(lines({ unsafeAllowUnauthenticated: true }, { secret: 'a' })).toEqual(['Authorization: Bearer a'])
  })

  it('ask for little unless told otherwise, and leave a signed URL as it is', () => {
    const receiver = createReceiver([speechmatics({ secret })], {
      publicUrl: 'https://example.com',
      callbackSecrets: 'signs',
    })
    const signed = receiver.callbackUrl('speechmatics', { form: 'query', metadata: { order: 7 } })
    expect(submit({ secret }, { url: signed })).toEqual({
      notification_config: [
        { url: signed, contents: ['jobinfo'], auth_headers: [`Authorization: Bearer ${secret}`] },
      ],
    })
    expect(submit({ secret }, { contents: [] }).notification_config[0]?.contents).toEqual([])
  })

  it('have lists of their own', () => {
    const given = { contents: ['data' as const], tracking: { tags: ['a'] } }
    const parameters = submit({ secret }, given)
    parameters.notification_config[0]?.contents.push('text')
    parameters.tracking?.tags?.push('b')
    expect(given).toEqual({ contents: ['data'], tracking: { tags: ['a'] } })
  })

  const more = [{ url }, { url }]
  it('are at most three notifications', () => {
    expect(submit({ secret }, { more }).notification_config).toHaveLength(3)
    expect(() => submit({ secret }, { more: [...more, { url }] })).toThrow('at most 3 notifications, not 4')
  })

  const refused = [
    [{ url: '/webhooks' }, '`url` is not an absolute http or https URL'],
    [{ url: 'ftp://example.com/' }, '`url` is not an absolute http or https URL'],
    [{ url: '' }, '`url` is not an absolute http or https URL'],
    [{ more: [{ url: 'example.com' }] }, '`url` is not an absolute http or https URL'],
    [{ url: `${url}?id=7` }, 'The query of `url` has "id", which Speechmatics adds'],
    [{ url: `${url}?n=1&status=new` }, 'The query of `url` has "status", which Speechmatics adds'],
    [
      { contents: ['transcript:json-v2'] },
      '`contents` holds "transcript:json-v2". Speechmatics sends: jobinfo,',
    ],
    [{ method: 'POST' }, 'The `method` "POST" is not one of post, put'],
    [{ headers: ['X-Source: hush\r\nX-Key: hush'] }, 'A line of `headers` holds a line break'],
    [{ headers: ['hush'] }, 'A line of `headers` is not of the form "Name: value"'],
    [{ headers: ['authorization: hush'] }, '`headers` names a header twice'],
    [{ tracking: { referense: 'hush' } }, '`tracking` has the key "referense"'],
    [{ tracking: { constructor: 'hush' } }, '`tracking` has the key "constructor"'],
    [{ tracking: { title: 7 } }, '`tracking.title` is not a text'],
    [{ tracking: { tags: 'hush' } }, '`tracking.tags` is not a list of texts'],
    [{ tracking: { tags: [7] } }, '`tracking.tags` is not a list of texts'],
    [{ tracking: { details: [] } }, '`tracking.details` is not an object'],
  ] as const
  it.each(refused)('refuse %j', (parameters, reason) => {
    expect(submitUnsafely(parameters)).toThrow(`[speechmatics] ${reason}`)
    expect(submitUnsafely(parameters)).not.toThrow('hush')
  })

  it.each(['hush\nhush', ' hush', 'hush\t', 'ключ-hush', 'hüsh-hush'])(
    'refuse the secret %j, and do not tell it',
    (wrong) => {
      const attempt = () => submit({ secret: wrong })
      expect(attempt).toThrow('The secret cannot be sent in a header')
      expect(attempt).not.toThrow('hush')
    },
  )

  it('refuse a secret that the provider does not take, and guess none', () => {
    expect(() => submit({ secret: ['a', 'b'] }, { secret: 'c' })).toThrow(
      'none of the secrets of the provider',
    )
    expect(() => submit({ secret: () => 'a' })).toThrow('Give the `secret` of this job')
    expect(() => submit({ authHeaders: ['X-Key: a'] }, { secret: 'a' })).toThrow('Leave `secret` out')
  })
})
