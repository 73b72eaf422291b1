import { beforeEach, describe, expect, it } from 'vitest'
import { type Environment, type Listener, listen, type Result, run } from './command.ts'
import { project } from './project.ts'
import { type ProxyFlaws, startProxy } from './proxy.ts'

const secret = 'canary-0123456789abcdef'

const all: Environment = {
  STT_ASSEMBLYAI_SECRET: `${secret}-a`,
  STT_AZURE_SPEECH_SECRET: `${secret}-b`,
  STT_REV_AI_SECRET: `${secret}-c`,
  STT_SMALLEST_AI_SECRET: `${secret}-d`,
  STT_SPEECHMATICS_SECRET: `${secret}-e`,
}

const five = `
  import { assemblyai } from '@stt-webhooks/assemblyai'
  import { azureSpeech } from '@stt-webhooks/azure-speech'
  import { revAi } from '@stt-webhooks/rev-ai'
  import { smallestAi } from '@stt-webhooks/smallest-ai'
  import { speechmatics } from '@stt-webhooks/speechmatics'
  const { env } = process
  export default { providers: [
    assemblyai({ secret: env.STT_ASSEMBLYAI_SECRET }), azureSpeech({ secret: env.STT_AZURE_SPEECH_SECRET }),
    revAi({ secret: env.STT_REV_AI_SECRET }), smallestAi({ secret: env.STT_SMALLEST_AI_SECRET }),
    speechmatics({ secret: env.STT_SPEECHMATICS_SECRET }),
  ] }`

/** Rev AI, unless the test says more. */
const one = (provider = '', more = '') => `
  import { revAi } from '@stt-webhooks/rev-ai'
  export default { providers: [{ ...revAi({ secret: '${secret}-c' }) ${provider} }] ${more} }`

interface Finding {
  readonly level: string
  readonly check: string
  readonly endpoint?: string
  readonly code: string
  readonly message: string
  readonly fix?: string
}

async function examine(
  config: string,
  url: string,
  environment: Environment = all,
): Promise<Result & { readonly findings: readonly Finding[] }> {
  const folder = await project({ 'stt-webhooks.config.mjs': config })
  const result = await run(['doctor', '--json', '--public-url', url], environment, folder)
  expect(result.stdout + result.stderr).not.toContain('canary')
  const findings: Finding[] = result.stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))
  return { ...result, findings }
}

/** What is said of the delivery through a flawed proxy; the exit code must be 1. */
async function flawed(flaws: ProxyFlaws, config = one(), suffix = ''): Promise<readonly Finding[]> {
  const { findings, code, stderr } = await examine(config, `${await startProxy(app.url, flaws)}${suffix}`)
  expect([code, stderr]).toEqual([1, 'error: One error was found.\n'])
  return findings.filter(({ check }) => check === 'delivery')
}

let app: Listener

beforeEach(async () => {
  app = await listen(['--json'], all)
})

describe('doctor --public-url', () => {
  it('finds nothing where nothing is wrong, and what it sends is unrecognized', async () => {
    const { code, stderr, findings } = await examine(five, await startProxy(app.url))
    expect([code, stderr]).toEqual([0, ''])
    const delivered = findings.filter(({ check }) => check === 'delivery')
    expect(delivered.map(({ level, endpoint }) => [level, endpoint])).toEqual(
      ['assemblyai', 'azure-speech', 'rev-ai', 'smallest-ai', 'speechmatics'].map((name) => ['ok', name]),
    )
    for (let count = 0; count < 2 * delivered.length; count++) {
      const event = await app.event()
      expect(event['type']).toBe('webhook.unrecognized')
      if (event['provider'] !== 'speechmatics')
        expect(event['jobId']).toMatch(/^stt-webhooks-doctor-[0-9a-f-]{36}$/)
    }
    expect((await app.stop()).stdout).toBe('')
  })

  it('finds a body limit', async () => {
    expect(await flawed({ bodyLimit: 1_000_000 })).toMatchObject([
      { level: 'error', code: 'body_limit', fix: expect.stringContaining('client_max_body_size') },
    ])
  })

  it('finds a connection that is cut in the middle of a body', async () => {
    expect(await flawed({ bodyLimit: 1_000_000, cuts: true })).toMatchObject([
      {
        code: 'body_limit',
        message: expect.stringMatching(/^The connection was cut \((?:EPIPE|ECONNRESET)\)/),
      },
    ])
  })

  it('finds our own body limit without sending anything', async () => {
    expect(await flawed({}, one(', bodyLimit: 2_000_000'))).toMatchObject([
      { code: 'own_body_limit', fix: expect.stringContaining('bodyLimit') },
    ])
  })

  it('finds a header that is taken away', async () => {
    const [finding] = await flawed({ drops: ['authorization'] })
    expect(finding).toMatchObject({
      code: 'refused',
      message: expect.stringContaining('the header "authorization"'),
    })
  })

  it('finds a redirect, and shows no query of it', async () => {
    const [finding] = await flawed({ redirectsTo: 'https://www.example.com' })
    expect(finding).toMatchObject({
      code: 'redirect',
      message: expect.stringContaining('308: it redirects to https://www.example.com/webhooks/stt/rev-ai.'),
    })
  })

  it('finds a query that is taken away', async () => {
    expect(await flawed({ dropsQuery: true })).toMatchObject([{ code: 'query_stripped' }])
  })

  it('finds a query that is taken away with the credential in it', async () => {
    const { findings, code } = await examine(five, await startProxy(app.url, { dropsQuery: true }))
    expect(code).toBe(1)
    expect(
      findings.find(({ check, endpoint }) => check === 'delivery' && endpoint === 'smallest-ai'),
    ).toMatchObject({
      code: 'refused',
      message: expect.stringContaining('the query of the URL'),
    })
  })

  it('finds an answer that is slower than the service waits', async () => {
    const impatient = one(', answers: { ...revAi({ secret: "any" }).answers, timeoutMs: 300 }')
    expect(await flawed({ isSilent: true }, impatient)).toMatchObject([
      { code: 'too_slow', message: expect.stringContaining('300 ms') },
    ])
  })

  it.each([200, 401, 502])('finds a page of HTML with %d', async (status) => {
    const page = { status, html: '<!doctype html><title>Welcome</title>' }
    const codes: Readonly<Record<number, string>> = {
      200: 'foreign_answer',
      401: 'foreign_refusal',
      502: 'proxy_failed',
    }
    expect(await flawed({ page })).toMatchObject([{ code: codes[status] }])
  })

  it('finds a path that is wrong, and where it would be right', async () => {
    const prefixed = await flawed({ prefix: '/api' })
    expect(prefixed).toMatchObject([
      { code: 'wrong_path', message: expect.stringContaining('404: the receiver is not at') },
    ])
    const [doubled] = await flawed({}, one(), '/webhooks/stt')
    expect(doubled).toMatchObject({ code: 'wrong_path' })
    expect(doubled?.message).toMatch(
      /and the endpoint is at http:\/\/127\.0\.0\.1:\d+\/webhooks\/stt\/rev-ai\.$/,
    )
    expect(doubled?.fix).toMatch(/^Use http:\/\/127\.0\.0\.1:\d+ as public URL, instead of /)
    const [other] = await flawed({}, one('', `, path: '/hooks'`))
    expect(other?.fix).toMatch(/^Give the configuration the path that the process receives/)
  })

  it('finds a server that is not there, and one that speaks no TLS', async () => {
    const absent = await examine(one(), 'http://127.0.0.1:1')
    expect(absent.findings).toContainEqual(
      expect.objectContaining({ code: 'unreachable', message: expect.stringContaining('ECONNREFUSED') }),
    )
    const plain = await examine(one(), app.url.replace('http:', 'https:'))
    expect(plain.findings).toContainEqual(expect.objectContaining({ code: 'tls' }))
    const unknown = await examine(one(), 'http://nobody.invalid')
    expect(unknown.findings).toContainEqual(expect.objectContaining({ code: 'unknown_host' }))
  })

  it('finds a clock that is wrong', async () => {
    const url = await startProxy(app.url, { answers: { date: 'Wed, 21 Oct 2015 07:28:00 GMT' } })
    const { findings, code } = await examine(one(), url)
    expect(code).toBe(1)
    expect(findings).toContainEqual(
      expect.objectContaining({
        check: 'clock',
        code: 'clock_skew',
        message: expect.stringContaining('ahead of'),
      }),
    )
  })

  it('sends nothing without the secret, or with one that the configuration does not take', async () => {
    for (const environment of [{}, { STT_REV_AI_SECRET: `${secret}-other` }]) {
      const { findings, code } = await examine(one(), app.url, environment)
      expect(code).toBe(0)
      expect(findings).toContainEqual(expect.objectContaining({ check: 'delivery', code: 'not_sent' }))
    }
    expect((await app.stop()).stdout).toBe('')
  })

  it('wants a URL without query', async () => {
    const { code, stderr } = await run(['doctor', '--public-url', 'https://example.com?token=canary'])
    expect(code).toBe(2)
    expect(stderr).toContain('without query')
  })
})
