import { join } from 'node:path'
import { fakeApi, type SpeechmaticsFakeApi } from '@stt-webhooks/speechmatics/testing'
import { describe, expect, it, onTestFinished } from 'vitest'
import { type Result, run } from './command.ts'
import { project } from './project.ts'
import { hasSqlite } from './sqlite.ts'

const hour = 3_600_000
const ago = (milliseconds: number): string => new Date(Date.now() - milliseconds).toISOString()
const anHourAgo = ago(hour)

async function startApi(): Promise<SpeechmaticsFakeApi> {
  const api = await fakeApi({ examples: false })
  onTestFinished(() => api.close())
  return api
}

const imports = `
  import { createReceiver, defineConfig, inboxMemory } from '@stt-webhooks/core'
  import { transport } from '${new URL('./speechmatics-transport.ts', import.meta.url).href}'
  import { inboxSqlite } from '@stt-webhooks/inbox-sqlite'
  import { revAi } from '@stt-webhooks/rev-ai'
  import { speechmatics } from '@stt-webhooks/speechmatics'
  const secret = 'a-secret-that-is-long-enough'
  const providers = [speechmatics({ secret, apiKey: 'fake-key', transport }), revAi({ secret })] as const
`

const swept = `${imports}
  export default defineConfig({ providers, inbox: inboxSqlite({ file: 'events.db' }) })`

/** The application, which expects a job and shows what its inbox gave it. */
const application = `${imports}
  const receiver = createReceiver(providers, { inbox: inboxSqlite({ file: 'events.db' }) })
  if (process.argv.includes('expect')) {
    const longAgo = { expectedWithin: 0.001 }
    await receiver.jobs.expect({ endpoint: 'rev-ai', jobId: 'late', ...longAgo })
  } else {
    receiver.onAny({ name: 'print' }, ({ type, jobId, source }) => console.log(type, jobId, source))
    await receiver.start()
    await receiver.idle()
  }
  await receiver.stop()
`

interface Place {
  sweep(...args: readonly string[]): Promise<Result & { readonly lines: readonly Line[] }>
}

type Line = Readonly<Record<string, unknown>>

async function place(
  config: string,
  api?: SpeechmaticsFakeApi,
): Promise<Place & { readonly folder: string }> {
  const folder = await project({ 'stt-webhooks.config.ts': config, 'application.ts': application })
  return {
    folder,
    async sweep(...args) {
      const result = await run(
        ['sweep', '--json', ...args],
        api === undefined ? {} : { API: api.origin },
        folder,
      )
      const lines: Line[] = result.stdout
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line))
      return { ...result, lines }
    },
  }
}

describe.skipIf(!hasSqlite)('sweep', () => {
  it('puts what never arrived into the inbox, where the application finds it, once', async () => {
    const api = await startApi()
    for (const id of ['job-1', 'job-2']) api.addJob({ id, status: 'done', createdAt: anHourAgo })
    const { sweep, folder } = await place(swept, api)
    await runApplication(folder, 'expect')

    const dry = await sweep('--dry-run', '--provider', 'speechmatics')
    expect(dry.lines).toMatchObject([{ endpoint: 'speechmatics', dryRun: true, found: [{}, {}] }])

    const first = await sweep()
    expect([first.code, first.stderr]).toEqual([0, ''])
    expect(first.lines).toMatchObject([
      {
        endpoint: 'speechmatics',
        outcome: 'swept',
        canBeListed: true,
        listed: 2,
        failed: 0,
        undelivered: [],
        overdue: [],
        found: expect.arrayContaining([
          expect.objectContaining({ type: 'transcript.completed', jobId: 'job-1' }),
        ]),
      },
      {
        endpoint: 'rev-ai',
        canBeListed: false,
        found: [],
        overdue: [{ type: 'transcript.overdue', jobId: 'late' }],
      },
    ])
    const again = await sweep()
    expect(again.lines).toMatchObject([{ found: [] }, { found: [], overdue: [] }])

    const { stdout } = await runApplication(folder)
    expect(stdout.trim().split('\n').sort()).toEqual([
      'transcript.completed job-1 sweep',
      'transcript.completed job-2 sweep',
      'transcript.overdue late sweep',
    ])
  })

  it('tells people the same', async () => {
    const api = await startApi()
    api.addJob({ id: 'job-1', status: 'done', createdAt: anHourAgo })
    const { folder } = await place(swept, api)
    const { code, stdout } = await run(['sweep', '--since', '2h'], { API: api.origin }, folder)
    expect([code, stdout]).toEqual([
      0,
      'speechmatics  swept  listed 1, found 1, overdue 0, failed 0, undelivered 0\n' +
        '  transcript.completed  job-1\n' +
        'rev-ai  swept  listed 0, found 0, overdue 0, failed 0, undelivered 0\n' +
        '  no list of jobs: the service has none, or no API key is configured\n',
    ])
  })

  it('lists nothing from long before --since', async () => {
    const api = await startApi()
    api.addJob({ id: 'job-1', status: 'done', createdAt: ago(100 * hour) })
    const { sweep } = await place(swept, api)
    for (const since of ['90s', '15m', '2h', ago(hour)]) {
      const { lines } = await sweep('--provider', 'speechmatics', '--since', since)
      expect(lines).toMatchObject([{ found: [] }])
    }
    for (const since of ['6d', ago(144 * hour).slice(0, 10)]) {
      const { lines } = await sweep('--provider', 'speechmatics', '--since', since, '--dry-run')
      expect(lines).toMatchObject([{ found: [{ jobId: 'job-1' }] }])
    }
  })

  it('ends with 1 if the service cannot be asked, and begins at the same point again', async () => {
    const api = await startApi()
    api.addJob({ id: 'job-1', status: 'done', createdAt: anHourAgo })
    const { sweep } = await place(swept, api)
    api.fail(403)
    const { code, lines, stderr } = await sweep('--provider', 'speechmatics')
    expect([code, stderr]).toEqual([1, 'error: Not everything was swept: speechmatics.\n'])
    expect(lines).toMatchObject([{ outcome: 'interrupted', reason: 'it stopped at api_key_refused' }])
    expect((await sweep('--provider', 'speechmatics')).lines).toMatchObject([{ found: [{ jobId: 'job-1' }] }])
  })

  it.each([
    ['no inbox', 'export default defineConfig({ providers })', /has no inbox.* nowhere to go/],
    [
      'one in memory',
      'export default defineConfig({ providers, inbox: inboxMemory() })',
      /"memory" is in the memory of the process/,
    ],
    [
      'one that remembers no jobs',
      `export default { providers, inbox: { ...inboxMemory(), durable: true, jobs: undefined } }`,
      /does not remember jobs/,
    ],
  ])('refuses %s', async (_, config, message) => {
    const { sweep } = await place(`${imports}${config}`)
    const { code, stdout, stderr } = await sweep()
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(message)
  })

  it.each([
    [['--since', 'yesterday'], 'a time in the past'],
    [['--since', '2'], 'a time in the past'],
    [['--since', '2999-01-01'], 'a time in the past'],
    [['--since', '2026-13-01'], 'a time in the past'],
    [['--provider', 'nobody'], 'No provider is named "nobody"'],
  ])('is not called like %j', async (args, message) => {
    const { sweep } = await place(swept)
    const { code, stdout, stderr } = await sweep(...args)
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toContain(message)
  })
})

/** Runs it to its end. */
function runApplication(folder: string, ...args: readonly string[]): Promise<Result> {
  return run(args, {}, folder, join(folder, 'application.ts'))
}
