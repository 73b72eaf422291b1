import { once } from 'node:events'
import { createServer } from 'node:http'
import { type HookReport, type Logger, type Provider, WebhookError } from '@stt-webhooks/core'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createLog } from '../src/receiver/log.ts'
import { createReport } from '../src/receiver/report.ts'
import { createHookCare, type HookCare, type HookCareParts } from '../src/sweep/hooks.ts'
import { fakeProvider } from './support/provider.ts'

const publicUrl = 'https://example.com/webhooks/stt/fake'
const failed: HookReport = { id: 'h1', url: publicUrl, state: 'failed', isOurs: true }
const label = '[stt-webhooks] [fake] The hook h1 to https://example.com/webhooks/stt/fake'

interface Service {
  readonly provider: Provider
  /** `METHOD path` of all that it was asked. */
  readonly requests: readonly string[]
  /** The next answers have this status, and nothing is done. */
  answer(status: number): void
  close(): Promise<void>
}

/** A service with these hooks on a server of this machine: `GET /hooks?url=` lists them, `PUT /hooks/{id}` switches one on. */
async function startService(
  reports: readonly HookReport[],
  api: Partial<NonNullable<Provider['api']>> = {},
): Promise<Service> {
  const hooks = new Map(reports.map((hook) => [hook.id, hook]))
  const requests: string[] = []
  let status = 200
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`)
    const hook = hooks.get(request.url?.split('/')[2] ?? '')
    if (status === 200 && request.method === 'PUT' && hook !== undefined)
      hooks.set(hook.id, { ...hook, state: 'working' })
    response.writeHead(status).end(JSON.stringify([...hooks.values()]))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  async function close(): Promise<void> {
    server.closeAllConnections()
    if (server.listening) await once(server.close(), 'close')
  }
  onTestFinished(close)
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server has no port')

  async function ask(path: string, init: RequestInit): Promise<readonly HookReport[]> {
    const answer = await fetch(`http://127.0.0.1:${String(port)}${path}`, init)
    if (answer.status === 401) throw new WebhookError('api_key_refused', 'Canary.', { provider: 'fake' })
    if (!answer.ok) throw new WebhookError('api_unavailable', 'Canary.', { provider: 'fake' })
    // What this very server wrote.
    return (await answer.json()) as readonly HookReport[]
  }

  const { port } = address
  const provider = fakeProvider({
    callback: 'account',
    api: {
      checkHooks: (url, { signal }) => ask(`/hooks?url=${url ?? ''}`, { signal }),
      enableHook: async (id, { signal }) => void (await ask(`/hooks/${id}`, { method: 'PUT', signal })),
      ...api,
    },
  })
  function answer(next: number): void {
    status = next
  }
  return { provider, requests, answer, close }
}

interface Bench {
  readonly care: HookCare
  readonly lines: { readonly level: keyof Logger; readonly text: string }[]
  readonly errors: WebhookError[]
}

function bench(providers: HookCareParts['providers'], parts: Partial<HookCareParts> = {}): Bench {
  const lines: Bench['lines'] = []
  const errors: WebhookError[] = []
  const write = (level: keyof Logger) => (text: string) => void lines.push({ level, text })
  const log = createLog({ info: write('info'), warn: write('warn'), error: write('error') }, Date.now)
  const report = createReport(log)
  report.onError((error) => void errors.push(error))
  const { signal } = new AbortController()
  const urlOf = () => publicUrl
  return {
    care: createHookCare({ providers, log, report, signal, urlOf, enable: true, ...parts }),
    lines,
    errors,
  }
}

describe('a look at hooks', () => {
  it('says nothing where all is well, and of services without hooks', async () => {
    const service = await startService([{ ...failed, state: 'working' }])
    const { care, lines } = bench([service.provider, fakeProvider({ endpoint: 'other' }), false, undefined])
    await care.look()
    expect(service.requests).toEqual([`GET /hooks?url=${publicUrl}`])
    expect(lines).toEqual([])
  })

  it('switches on what the service gave up, once, and finds it working the next time', async () => {
    const service = await startService([failed])
    const { care, lines, errors } = bench([service.provider])
    await care.look()
    await care.look()
    expect(service.requests.map((one) => one.split('?')[0])).toEqual([
      'GET /hooks',
      'PUT /hooks/h1',
      'GET /hooks',
    ])
    expect(lines).toEqual([
      {
        level: 'error',
        text: `${label} was given up by the service, so that nothing arrives through it. It was switched on again, and works once this server has answered what the service asks of it.`,
      },
    ])
    expect(errors).toEqual([])
  })

  it('tries once a look', async () => {
    const service = await startService([failed], {
      enableHook: async () => {
        throw new WebhookError('api_unavailable', 'Canary.', { provider: 'fake' })
      },
    })
    const { care, lines, errors } = bench([service.provider])
    await care.look()
    expect(lines).toEqual([
      {
        level: 'error',
        text: expect.stringMatching(
          /It could not be switched on again \(WebhookError \(api_unavailable\)\)\. The next sweep tries again\.$/,
        ),
      },
    ])
    expect(errors).toMatchObject([{ code: 'api_unavailable' }])
    await care.look()
    expect(errors).toHaveLength(2)
  })

  it.each<[string, Partial<HookReport>, Partial<HookCareParts>, keyof Logger, string]>([
    ['that a person paused', { state: 'paused' }, {}, 'warn', 'is paused'],
    ['that is not confirmed', { state: 'unconfirmed' }, {}, 'error', 'was not confirmed'],
    ['in a new state', { state: 'unknown' }, {}, 'warn', 'is in a state that is not known here'],
    ['if nobody wants it', {}, { enable: false }, 'error', 'set `sweep: { enableHooks: true }`'],
    ['that may be of another application', {}, { urlOf: () => undefined }, 'error', 'Set `publicUrl`'],
  ])('tells of a hook and leaves it alone: %s', async (_name, hook, parts, level, text) => {
    const service = await startService([{ ...failed, ...hook }])
    const { care, lines } = bench([service.provider], parts)
    await care.look()
    expect(lines).toEqual([{ level, text: expect.stringContaining(text) }])
    expect(service.requests).toHaveLength(1)
  })

  it('leaves alone the hooks of others, in whatever state', async () => {
    const states = ['failed', 'paused', 'unconfirmed', 'unknown'] as const
    const service = await startService(
      states.map((state) => ({ ...failed, id: state, state, isOurs: false })),
    )
    const { care, lines } = bench([service.provider])
    await care.look()
    expect(service.requests).toHaveLength(1)
    expect(lines).toEqual([])
  })

  it('says what to do where the service cannot be told to', async () => {
    const service = await startService([failed])
    const { checkHooks } = service.provider.api ?? {}
    if (checkHooks === undefined) return expect.unreachable()
    const { care, lines } = bench([{ ...service.provider, api: { checkHooks } }])
    await care.look()
    expect(lines).toMatchObject([{ text: expect.stringMatching(/ Switch it on again at the service\.$/) }])
  })

  it('tells since when and why, on one line, without what may open something', async () => {
    const url = 'https://user:canary@example.com/webhooks/stt/fake?code=canary'
    const reason = `POST https://example.com/a?code=canary\nfailed. ${'x'.repeat(1_000)}`
    const service = await startService([{ ...failed, url, changedAt: '2026-11-20T10:00:00.000Z', reason }])
    const { care, lines } = bench([service.provider], { enable: false })
    await care.look()
    const [line] = lines
    expect(line?.text).toContain(`${label} was given up by the service`)
    expect(line?.text).toContain('(since 2026-11-20T10:00:00.000Z): POST https://example.com/a failed. xxx')
    expect(line?.text).not.toMatch(/canary|\n|x{400}/)
  })

  it.each([
    [401, 'api_key_refused'],
    [503, 'api_unavailable'],
  ] as const)('does not end with the API (%d), nor keeps other services waiting', async (status, code) => {
    const broken = await startService([failed])
    const other = await startService([failed])
    broken.answer(status)
    const { care, lines, errors } = bench([broken.provider, other.provider])
    await care.look()
    expect(errors).toMatchObject([{ code }])
    const texts = lines.map(({ text }) => text).toSorted()
    expect(texts).toEqual([
      expect.stringContaining('It was switched on again'),
      `[stt-webhooks] [fake] The hooks of /fake could not be checked (WebhookError (${code})). Check the API key, and that the API can be reached.`,
    ])
    expect(await care.ask(broken.provider)).toEqual({ hooksReason: `WebhookError (${code})` })
  })

  it('tells of a service that is not there, and of an aborted look nothing', async () => {
    const service = await startService([failed])
    await service.close()
    const { care, lines, errors } = bench([service.provider])
    await care.look()
    expect(errors).toMatchObject([{ code: 'internal' }])
    expect(lines).toMatchObject([{ text: expect.stringContaining('could not be checked') }])

    const stopped = bench([service.provider], { signal: AbortSignal.abort() })
    await stopped.care.look()
    expect([...stopped.lines, ...stopped.errors]).toEqual([])
  })
})

describe('a question about hooks', () => {
  it('gives what the service says, and neither logs nor changes anything', async () => {
    const service = await startService([failed])
    const { care, lines } = bench([service.provider])
    expect(await care.ask(service.provider)).toEqual({ hooks: [failed] })
    expect(await care.ask(fakeProvider())).toEqual({})
    expect(service.requests).toHaveLength(1)
    expect(lines).toEqual([])
  })
})
