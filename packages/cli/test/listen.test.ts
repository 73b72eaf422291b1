import { spawnSync } from 'node:child_process'
import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { request } from 'node:http'
import { createServer } from 'node:net'
import { setImmediate } from 'node:timers/promises'
import { describe, expect, it, onTestFinished } from 'vitest'
import { listen, run } from './command.ts'

const job = '5f1e0d6c-8f0a-4a52-9f0e-6a1f3b6d7c11'
const notice = `{\r\n  "self": "https://westeurope.api.cognitive.microsoft.com/speechtotext/v3.1/transcriptions/${job}",\r\n  "invocationId": "n-1"\r\n}`

/** By hand, as the documentation of Azure shows it; by Node only where there is no openssl. */
function signWithOpenssl(body: string, key: string): string {
  const { error, stdout } = spawnSync('openssl', ['dgst', '-sha256', '-hmac', key, '-binary'], {
    input: body,
  })
  return error ? createHmac('sha256', key).update(body).digest('base64') : stdout.toString('base64')
}

function postAzure(url: string, body: string, signature: string): Promise<Response> {
  return fetch(`${url}/webhooks/stt/azure-speech?order=7`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-microsoftspeechservices-event': 'TranscriptionCompletion',
      'x-microsoftspeechservices-signature': signature,
    },
    body,
  })
}

/** The thinnest notice there is. */
function postRevAi(url: string, secret: string, id = 'job-1', status = 'transcribed'): Promise<Response> {
  return fetch(`${url}/webhooks/stt/rev-ai`, {
    method: 'POST',
    headers: { authorization: `Bearer ${secret}` },
    body: JSON.stringify({ job: { id, status, type: 'async', metadata: '{"order":7}' } }),
  })
}

describe('listen --json', () => {
  it('prints a delivery that openssl signed as one line, and nothing of one whose bit was flipped', async () => {
    const listener = await listen(['--json'], { STT_AZURE_SPEECH_SECRET: 'schlüssel & co' })
    expect(JSON.parse(listener.firstLine)).toEqual({
      type: 'listening',
      url: listener.url,
      endpoints: [
        { provider: 'azure-speech', url: `${listener.url}/webhooks/stt/azure-speech`, verified: true },
      ],
    })
    const signature = signWithOpenssl(notice, 'schlüssel & co')
    const forged = await postAzure(listener.url, notice.replace('n-1', 'n-0'), signature)
    expect([forged.status, await forged.text()]).toEqual([401, 'unauthorized'])
    expect((await postAzure(listener.url, notice, signature)).status).toBe(200)
    expect(await listener.event()).toMatchObject({
      id: expect.stringMatching(/^evt_[0-9a-f]{64}$/),
      type: 'transcript.ended',
      provider: 'azure-speech',
      jobId: job,
      metadata: { order: '7' },
      source: 'webhook',
      receivedAt: expect.stringMatching(/^\d{4}-.*Z$/),
      verifiedBy: 'signature',
    })
    const { code, stdout, stderr } = await listener.stop()
    expect([code, stdout]).toEqual([0, ''])
    expect(stderr).toContain('401 refused on /azure-speech')
    expect(stderr).not.toContain('schlüssel')
  })

  it.each(['node', 'express', 'koa', 'h3'])(
    'serves with %s, and answers 404 elsewhere',
    async (framework) => {
      const listener = await listen(['--json', '--framework', framework], { STT_REV_AI_SECRET: 's3cret' })
      expect((await fetch(`${listener.url}/elsewhere`, { method: 'POST', body: '{}' })).status).toBe(404)
      expect((await postRevAi(listener.url, 'wrong')).status).toBe(401)
      expect((await postRevAi(listener.url, 's3cret')).status).toBe(200)
      expect(await listener.event()).toMatchObject({
        type: 'transcript.completed',
        jobId: 'job-1',
        metadata: { order: 7 },
      })
      expect((await listener.stop()).code).toBe(0)
    },
  )

  it('takes every secret of a list, blanks and all, and no other', async () => {
    const listener = await listen(['--json'], { STT_REV_AI_SECRET: 'new = secret,old' })
    expect((await postRevAi(listener.url, 'new = secret', 'a')).status).toBe(200)
    expect((await postRevAi(listener.url, 'old', 'b')).status).toBe(200)
    expect((await postRevAi(listener.url, 'new = secret,old', 'c')).status).toBe(401)
    expect([await listener.event(), await listener.event()]).toMatchObject([{ jobId: 'a' }, { jobId: 'b' }])
  })

  it('turns the first deliveries away with --fail, whatever they are, and takes the next', async () => {
    const listener = await listen(['--json', '--fail', '2'], { STT_REV_AI_SECRET: 's3cret' })
    // Neither is a delivery.
    await fetch(`${listener.url}/webhooks/stt/rev-ai`)
    await fetch(`${listener.url}/elsewhere`, { method: 'POST' })
    const answers: number[] = []
    for (let attempt = 0; attempt < 3; attempt++)
      answers.push((await postRevAi(listener.url, 's3cret')).status)
    expect(answers).toEqual([503, 503, 200])
    expect(await listener.event()).toMatchObject({ jobId: 'job-1' })
    const { stderr, stdout } = await listener.stop('SIGINT')
    expect(stderr).toContain('[rev-ai] 503, as --fail asked: 2 of 2.')
    expect(stdout).toBe('')
  })

  it('finishes on a signal what is on its way, takes nothing more, and ends', async () => {
    const listener = await listen(['--json'], { STT_REV_AI_SECRET: 's3cret' })
    const headers = { authorization: 'Bearer s3cret', expect: '100-continue' }
    const slow = request(`${listener.url}/webhooks/stt/rev-ai`, { method: 'POST', headers })
    const answer = once(slow, 'response')
    slow.flushHeaders()
    await once(slow, 'continue')
    const stopped = listener.stop()
    while (await fetch(listener.url).catch(() => undefined)) await setImmediate()
    slow.end(JSON.stringify({ job: { id: 'slow', status: 'transcribed', type: 'async' } }))
    const [{ statusCode, headers: answered }] = await answer
    expect([statusCode, answered['connection']]).toEqual([200, 'close'])
    const { code, stdout } = await stopped
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ jobId: 'slow' })
  })

  it('ends quietly when nobody reads its output any more', async () => {
    const listener = await listen(['--json'], { STT_REV_AI_SECRET: 's3cret' })
    listener.deafen()
    await postRevAi(listener.url, 's3cret').catch(() => undefined)
    expect(await listener.ended()).toMatchObject({ code: 0, stderr: '' })
  })
})

describe('listen for people', () => {
  it('tells the address first, then describes events, without control characters of the sender', async () => {
    const listener = await listen([], { STT_REV_AI_SECRET: 's3cret' })
    expect(listener.firstLine).toBe(`Listening on ${listener.url}`)
    expect(await listener.line()).toBe(`  rev-ai        ${listener.url}/webhooks/stt/rev-ai`)
    await postRevAi(listener.url, 's3cret', '\u001B]0;title\u0007', 'failed')
    await postRevAi(listener.url, 's3cret', '\u001B]0;title\u0007', 'failed')
    const { code, stdout, stderr } = await listener.stop()
    expect(code).toBe(0)
    expect(stdout).toContain('transcript.failed  rev-ai  \uFFFD]0;title\uFFFD')
    expect(stdout).toMatch(/^ {2}error +unknown: Rev AI gave no reason\.$/m)
    expect(stdout).toMatch(/^ {2}metadata +\{"order":7\}$/m)
    expect(stdout.match(/transcript\.failed/g)).toHaveLength(1)
    expect(stderr).toBe('[stt-webhooks] [rev-ai] 200 duplicate.\n')
  })
})

describe('what listen accepts', () => {
  it('is nothing without a secret, and it says which variables there are', async () => {
    const { code, stdout, stderr } = await run(['listen'], { STT_REV_AI_SECRET: '' })
    expect([code, stdout]).toEqual([2, ''])
    for (const provider of ['ASSEMBLYAI', 'AZURE_SPEECH', 'REV_AI', 'SMALLEST_AI', 'SPEECHMATICS'])
      expect(stderr).toContain(`STT_${provider}_SECRET`)
  })

  it.each(['good,', '   ', 'Bearer good'])('is no secret like %j', async (secret) => {
    const { code, stderr } = await run(['listen'], { STT_REV_AI_SECRET: secret })
    expect(code).toBe(2)
    expect(stderr).toMatch(/^error: STT_REV_AI_SECRET cannot be used\. .*secret/)
    expect(stderr).not.toContain('good')
  })

  it('is no API key whose place is unknown', async () => {
    const environment = { STT_AZURE_SPEECH_SECRET: 'key', STT_AZURE_SPEECH_API_KEY: 'canary' }
    const { code, stderr } = await run(['listen'], environment)
    expect(code).toBe(2)
    expect(stderr).toMatch(
      /^error: STT_AZURE_SPEECH_SECRET or STT_AZURE_SPEECH_API_KEY cannot be used\. .*`apiUrl`/,
    )
    expect(stderr).not.toContain('canary')
    const apiUrl = { STT_AZURE_SPEECH_API_URL: 'https://contoso.cognitiveservices.azure.com' }
    const listener = await listen(['--json'], { ...environment, ...apiUrl })
    expect((await listener.stop()).code).toBe(0)
  })

  it('is everything with --unsafe-allow-unauthenticated, but for providers with a secret', async () => {
    const listener = await listen(['--json', '--unsafe-allow-unauthenticated'], {
      STT_AZURE_SPEECH_SECRET: 'key',
    })
    const { endpoints } = JSON.parse(listener.firstLine)
    expect(
      Object.fromEntries(
        endpoints.map(({ provider, verified }: Record<string, unknown>) => [provider, verified]),
      ),
    ).toEqual({
      assemblyai: false,
      'azure-speech': true,
      'rev-ai': false,
      'smallest-ai': false,
      speechmatics: false,
    })
    expect((await postAzure(listener.url, notice, 'forged')).status).toBe(401)
    expect((await postRevAi(listener.url, 'anything')).status).toBe(200)
    expect(await listener.event()).toMatchObject({ provider: 'rev-ai', verifiedBy: 'none' })
    const { stderr } = await listener.stop()
    expect(stderr).toContain('[rev-ai] No secret is set: deliveries are accepted from anyone.')
    expect(stderr).not.toContain('[azure-speech] No secret')
  })

  it.each([
    [['--port', '70000'], '65535'],
    [['--port', 'http'], 'whole number'],
    [['--framework', 'rails'], 'node, express, koa, h3'],
    [['--fail', '-1'], 'whole number'],
    [['--jsn'], '--json'],
  ])('is no option like %j', async (args, hint) => {
    const { code, stdout, stderr } = await run(['listen', ...args], { STT_REV_AI_SECRET: 's' })
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toContain(hint)
    expect(stderr).not.toContain('    at ')
  })

  it('is no port that is in use', async () => {
    const rival = createServer().listen(0, '127.0.0.1')
    onTestFinished(() => void rival.close())
    await once(rival, 'listening')
    const address = rival.address()
    const port = typeof address === 'object' ? String(address?.port) : ''
    const { code, stdout, stderr } = await run(['listen', '--port', port], { STT_REV_AI_SECRET: 's' })
    expect({ code, stdout, stderr }).toEqual({
      code: 1,
      stdout: '',
      stderr: `error: Port ${port} of 127.0.0.1 is in use. Choose another one with --port; 0 takes any that is free.\n`,
    })
  })
})
