import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { listen, run } from './command.ts'

const environment = { STT_REV_AI_SECRET: 's3cret' }

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'stt-webhooks-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  return folder
}

async function post(url: string, body: unknown): Promise<number> {
  const headers = { authorization: 'Bearer s3cret' }
  const answer = await fetch(`${url}/webhooks/stt/rev-ai`, {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
  })
  return answer.status
}

const job = (id: string, status: string) => ({ job: { id, status, type: 'async' } })

describe('listen --save', () => {
  it('keeps one file per job: the newest event, and those before it', async () => {
    const folder = join(await temporaryFolder(), 'made', 'by', 'listen')
    const listener = await listen(['--json', '--save', folder], environment)
    for (const status of ['in_progress', 'transcribed', 'transcribed']) {
      expect(await post(listener.url, job('job-1', status))).toBe(200)
    }
    expect(await post(listener.url, job('job-2', 'failed'))).toBe(200)
    expect((await readdir(folder)).sort()).toEqual(['rev-ai.job-1.json', 'rev-ai.job-2.json'])
    const saved = JSON.parse(await readFile(join(folder, 'rev-ai.job-1.json'), 'utf8'))
    const {
      earlier: [first, ...more],
      ...newest
    } = saved
    expect(first).toEqual(await listener.event())
    expect(newest).toEqual(await listener.event())
    expect(more).toEqual([])
  })

  it('writes nowhere else, whatever the id of the job', async () => {
    const parent = await temporaryFolder()
    const folder = join(parent, 'saved')
    const listener = await listen(['--json', '--save', folder], environment)
    const ids = [
      '../../pwned',
      '/etc/pwned',
      '..\\pwned',
      '..',
      'ä\u0000:*?',
      'x'.repeat(5_000),
      '\uD800',
      'a b',
      'a%20b',
    ]
    for (const id of ids) expect(await post(listener.url, job(id, 'transcribed'))).toBe(200)
    expect(await post(listener.url, { no: 'job' })).toBe(200)
    expect(await readdir(parent)).toEqual(['saved'])
    const names = await readdir(folder)
    expect(names).toHaveLength(ids.length + 1)
    for (const name of names) expect(name).toMatch(/^rev-ai\.[A-Za-z0-9._%~-]{1,200}\.json$/)
    expect(names).toContain('rev-ai...%2F..%2Fpwned.json')
    expect(names.filter((name) => name.startsWith('rev-ai.evt_'))).toHaveLength(1)
  })

  it('does not acknowledge what it cannot save, and saves it when it comes again', async () => {
    const folder = await temporaryFolder()
    const file = join(folder, 'rev-ai.job-1.json')
    await writeFile(file, 'my own notes')
    const listener = await listen(['--json', '--save', folder], environment)
    expect(await post(listener.url, job('job-1', 'transcribed'))).toBe(503)
    expect(await readFile(file, 'utf8')).toBe('my own notes')
    await rm(file)
    expect(await post(listener.url, job('job-1', 'transcribed'))).toBe(200)
    const { id } = await listener.event()
    expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ id, jobId: 'job-1' })
    const { stderr, stdout } = await listener.stop()
    expect(stdout).toBe('')
    expect(stderr).toContain(`${file} is no file of --save. Move it out of the way.`)
  })

  it('needs a folder', async () => {
    const file = join(await temporaryFolder(), 'file')
    await writeFile(file, '')
    const { code, stdout, stderr } = await run(['listen', '--save', file], environment)
    expect([code, stdout]).toEqual([1, ''])
    expect(stderr).toMatch(/^error: Cannot save into .*file: EEXIST/)
  })
})
