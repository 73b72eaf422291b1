import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { listen, run } from './command.ts'

const secrets = {
  STT_ASSEMBLYAI_SECRET: 'canary-a,old',
  STT_AZURE_SPEECH_SECRET: 'canary-b,old',
  STT_REV_AI_SECRET: 'canary-c,old',
  STT_SMALLEST_AI_SECRET: 'canary-d,old',
  STT_SPEECHMATICS_SECRET: 'canary-e,old',
}

describe('send', () => {
  it('sends what every provider accepts as genuine, and shows no secret', async () => {
    const environment = { ...secrets, STT_ASSEMBLYAI_HEADER: 'x-order-key' }
    const listener = await listen(['--json'], environment)
    for (const [provider, type] of [
      ['assemblyai', 'transcript.completed'],
      ['azure-speech', 'transcript.ended'],
      ['rev-ai', 'transcript.completed'],
      ['smallest-ai', 'transcript.completed'],
      ['speechmatics', 'transcript.completed'],
    ]) {
      const sent = await run(
        ['send', provider ?? '', 'completed', '--to', `${listener.url}?order=7`],
        environment,
      )
      expect(sent.stderr).toBe('')
      expect(sent.stdout).toMatch(new RegExp(`^200 OK {2}${provider} completed {2}\\d+ ms\\n$`))
      expect(sent.code).toBe(0)
      const event = await listener.event()
      expect(event).toMatchObject({ provider, type, metadata: { order: '7' } })
      expect(JSON.stringify(event)).not.toContain('canary')
      const full = event['transcripts']
      expect(event['transcript']).toEqual(Array.isArray(full) && full.length === 1 ? full[0] : undefined)
    }
    const { stderr, stdout } = await listener.stop()
    expect([stdout, stderr]).toEqual(['', ''])
  })

  it('sends copies, which show no second event, headers, and another job with every call', async () => {
    const listener = await listen(['--json'], secrets)
    const to = ['--to', `${listener.url}/webhooks/stt/rev-ai`]
    const copies = await run(['send', 'rev-ai', 'human.failed', ...to, '--count', '3'], secrets)
    expect(copies.stdout.match(/^200 OK/gm)).toHaveLength(3)
    expect(await listener.event()).toMatchObject({ type: 'transcript.failed', product: 'human' })

    const header = ['--header', 'Authorization: Bearer stranger', '--header', 'x-trace: 1']
    const refused = await run(['send', 'rev-ai', 'failed', ...to, ...header], secrets)
    expect(refused).toMatchObject({
      code: 1,
      stderr: 'error: The last answer was 401, so the delivery was not accepted.\n',
    })
    expect(refused.stdout).toMatch(/^401 Unauthorized/)

    const completed = await run(['send', 'rev-ai', 'human.transcribed', ...to], secrets)
    expect(completed.code).toBe(0)
    expect(await listener.event()).toMatchObject({ type: 'transcript.completed', product: 'human' })

    const old = await run(['send', 'rev-ai', 'failed', ...to, '--secret', 'old'])
    expect(old).toMatchObject({ code: 0, stderr: '' })
    expect(await listener.event()).toMatchObject({ type: 'transcript.failed', product: 'async' })
    expect((await listener.stop()).stdout).toBe('')
  })

  it('sends the bytes of a file as they are, signed', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'stt-webhooks-'))
    onTestFinished(() => rm(folder, { recursive: true }))
    const file = join(folder, 'body.json')
    await writeFile(
      file,
      '\uFEFF{ "self" : "https://x.api.cognitive.microsoft.com/speechtotext/models/m-1" }\r\n',
    )
    const listener = await listen(['--json'], secrets)
    const sent = await run(
      ['send', 'azure-speech', 'completed', '--body', file, '--to', listener.url],
      secrets,
    )
    expect(sent).toMatchObject({ code: 0, stderr: '' })
    expect(await listener.event()).toMatchObject({
      provider: 'azure-speech',
      raw: { self: expect.stringContaining('m-1') },
    })
  })

  it.each([
    [
      ['deepgram', 'completed', '--to', 'http://localhost'],
      2,
      'assemblyai, azure-speech, rev-ai, smallest-ai, speechmatics',
    ],
    [['rev-ai', 'finished', '--to', 'http://localhost'], 2, 'async.transcribed'],
    [['rev-ai', 'completed'], 2, '--to'],
    [['rev-ai', 'completed', '--to', 'canary'], 2, 'absolute URL'],
    [['rev-ai', 'completed', '--to', 'ftp://localhost?token=canary'], 2, 'http://'],
    [
      ['rev-ai', 'completed', '--to', 'http://127.0.0.1:1/?token=canary'],
      1,
      'No answer from http://127.0.0.1:1: connect ECONNREFUSED',
    ],
    [['rev-ai', 'completed', '--to', 'http://localhost', '--header', 'canary'], 2, 'name: value'],
    [['rev-ai', 'completed', '--to', 'http://localhost', '--body', '/does/not/exist'], 2, 'ENOENT'],
    [['rev-ai', 'completed', '--to', 'http://localhost', '--count', '0'], 2, '1 or more'],
  ])('says what is wrong with %j', async (args, code, hint) => {
    const result = await run(['send', ...args], secrets)
    expect(result).toMatchObject({ code, stdout: '' })
    expect(result.stderr).toContain(hint)
    expect(result.stderr).not.toMatch(/canary| {4}at /)
  })

  it('wants a secret', async () => {
    const { code, stderr } = await run(['send', 'rev-ai', 'completed', '--to', 'http://localhost'])
    expect([code, stderr]).toEqual([
      2,
      'error: The secret is missing. Set STT_REV_AI_SECRET or give --secret.\n',
    ])
  })
})
