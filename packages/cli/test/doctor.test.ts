import { fakeApi, type SpeechmaticsFakeApi } from '@stt-webhooks/speechmatics/testing'
import { describe, expect, it, onTestFinished } from 'vitest'
import { type Environment, run } from './command.ts'
import { project } from './project.ts'
import { hasSqlite } from './sqlite.ts'

const long = 'canary-0123456789abcdef'

async function examine(config: string, environment: Environment = {}) {
  const folder = await project({
    'stt-webhooks.config.ts': `
      import { defineConfig, inboxMemory } from '@stt-webhooks/core'
      import { transport } from '${new URL('./speechmatics-transport.ts', import.meta.url).href}'
      import { inboxSqlite } from '@stt-webhooks/inbox-sqlite'
      import { assemblyai } from '@stt-webhooks/assemblyai'
      import { revAi } from '@stt-webhooks/rev-ai'
      import { speechmatics } from '@stt-webhooks/speechmatics'
      ${config}`,
  })
  const result = await run(['doctor', '--json'], environment, folder)
  expect(result.stdout + result.stderr).not.toContain('canary')
  const lines = result.stdout.split('\n').filter(Boolean)
  const findings: Readonly<Record<string, string>>[] = lines.map((line) => JSON.parse(line))
  const codes = (check: string): (string | undefined)[] =>
    findings.filter((one) => one['check'] === check).map(({ code }) => code)
  return { ...result, findings, codes }
}

const withSecret = (secret: string): string =>
  `export default defineConfig({ providers: [revAi({ secret: ${JSON.stringify(secret)} })] })`

describe('doctor on secrets', () => {
  it.each([
    ['nothing of a good one', long, long, 'ok', 0],
    ['that it cannot see one', long, '', 'secret_unseen', 0],
    ['that one is short', 'canary-1', 'canary-1', 'secret_short', 0],
    ['that one is a placeholder, although it cannot see it', 'changeme', '', 'secret_placeholder', 1],
    [
      'that one is a placeholder of another kind',
      '<your secret canary>',
      '<your secret canary>',
      'secret_placeholder',
      1,
    ],
    ['that white space is around one', `${long}\n`, `${long}\n`, 'secret_white_space', 1],
    ['that white space is around that of the configuration only', `${long}\n`, long, 'secret_white_space', 1],
    ['that one is another than that of the configuration', long, `${long}-other`, 'secret_differs', 0],
    ['that one is blank', long, '  ', 'secret_blank', 1],
  ])('says %s', async (_, configured, given, expected, code) => {
    const result = await examine(withSecret(configured), { STT_REV_AI_SECRET: given })
    expect([result.codes('secret'), result.code]).toEqual([[expected], code])
  })

  it('says that anyone is accepted', async () => {
    const { codes } = await examine(
      'export default defineConfig({ providers: [revAi({ unsafeAllowUnauthenticated: true })] })',
    )
    expect(codes('secret')).toEqual(['unauthenticated'])
  })

  it('says that two providers share one', async () => {
    const { findings } = await examine(
      `const secret = '${long}'
      export default defineConfig({ providers: [revAi({ secret }), speechmatics({ secret }), assemblyai({ secret: secret + '-a' })] })`,
      { STT_REV_AI_SECRET: long, STT_SPEECHMATICS_SECRET: long, STT_ASSEMBLYAI_SECRET: `${long}-a` },
    )
    expect(findings).toContainEqual(
      expect.objectContaining({
        code: 'secret_shared',
        message: expect.stringMatching(/^rev-ai and speechmatics have/),
      }),
    )
  })

  it('can tell a right one where the address of the sender is wrong', async () => {
    const { codes } = await examine(
      `export default defineConfig({ providers: [speechmatics({ secret: '${long}', sourceAddresses: 'eu1' })] })`,
      { STT_SPEECHMATICS_SECRET: long },
    )
    expect(codes('secret')).toEqual(['ok'])
  })
})

describe('doctor on APIs', () => {
  async function startApi(): Promise<SpeechmaticsFakeApi> {
    const api = await fakeApi()
    onTestFinished(() => api.close())
    return api
  }
  const config = (more = '') => `
    export default defineConfig({ providers: [speechmatics({ secret: '${long}', apiKey: process.env.KEY!, transport })] ${more} })`

  it('asks once, and compares clocks', async () => {
    const api = await startApi()
    const { code, codes, findings } = await examine(config(), { API: api.origin, KEY: 'fake-key' })
    expect([code, codes('api'), codes('clock')]).toEqual([0, ['ok'], ['ok']])
    expect(findings).toContainEqual(expect.objectContaining({ check: 'clock', endpoint: 'speechmatics' }))
    expect(api.requests).toHaveLength(1)
  })

  it('finds a key that is refused, and never shows it', async () => {
    const api = await startApi()
    const { code, codes } = await examine(config(), { API: api.origin, KEY: 'canary-key' })
    expect([code, codes('api')]).toEqual([1, ['api_key_refused']])
  })

  it('finds a clock that is behind', async () => {
    const api = await startApi()
    const behind = config(', now: () => Date.now() - 300_000')
    const { code, codes, findings } = await examine(behind, { API: api.origin, KEY: 'fake-key' })
    expect([code, codes('clock')]).toEqual([1, ['clock_skew']])
    expect(findings).toContainEqual(
      expect.objectContaining({
        message: expect.stringMatching(/^The clock here is (?:299|300|301) s behind/),
      }),
    )
  })

  it('finds a hook that the service switched off, and one that is missing', async () => {
    const hook = { id: 'h1', url: 'https://example.com/webhooks/stt/rev-ai', isOurs: true }
    const hooked = (reports: readonly object[]) => `
      const api = { checkHooks: async () => ${JSON.stringify(reports)} }
      export default defineConfig({ publicUrl: 'https://example.com', providers: [{ ...revAi({ secret: '${long}' }), api }] })`
    expect((await examine(hooked([{ ...hook, state: 'failed' }]))).codes('hooks')).toEqual(['hook_failed'])
    const missing = await examine(hooked([{ ...hook, isOurs: false, state: 'working' }]))
    expect(missing.codes('hooks')).toEqual(['hook_missing'])
  })
})

describe.skipIf(!hasSqlite)('doctor on the inbox', () => {
  it('finds events that nobody works on', async () => {
    const { code, codes } = await examine(`
      import { createReceiver } from '@stt-webhooks/core'
      import { simulator } from '@stt-webhooks/rev-ai/testing'
      import { deliver } from '@stt-webhooks/testing'
      const providers = [revAi({ secret: '${long}' })]
      const web = createReceiver(providers, { inbox: inboxSqlite({ file: 'events.db' }) })
      await deliver(web, simulator({ secret: '${long}' }).completed())
      await web.stop()
      export default defineConfig({ providers, inbox: inboxSqlite({ file: 'events.db' }) })`)
    expect([code, codes('inbox')]).toEqual([1, ['no_worker']])
  })

  it('says how it is', async () => {
    const inbox = (text: string) =>
      `export default defineConfig({ providers: [revAi({ secret: '${long}' })] ${text} })`
    expect((await examine(inbox(''))).codes('inbox')).toEqual(['no_inbox'])
    expect((await examine(inbox(', inbox: inboxMemory()'))).codes('inbox')).toEqual(['inbox_not_durable'])
    expect((await examine(inbox(`, inbox: inboxSqlite({ file: 'events.db' })`))).codes('inbox')).toEqual([
      'ok',
    ])
    const broken = await examine(inbox(`, inbox: inboxSqlite({ file: 'no/such/folder.db' })`))
    expect([broken.code, broken.codes('inbox')]).toEqual([1, ['inbox_unavailable']])
  })
})

describe('doctor', () => {
  it('tells people the same, each finding with its fix', async () => {
    const folder = await project({
      'stt-webhooks.config.ts': `import { defineConfig } from '@stt-webhooks/core'
      import { revAi } from '@stt-webhooks/rev-ai'\n${withSecret('changeme')}`,
    })
    const { code, stdout, stderr } = await run(['doctor'], {}, folder)
    expect([code, stderr]).toEqual([1, 'error: One error was found.\n'])
    expect(stdout).toMatch(
      /^error {4}secret rev-ai {2}Its secret is a placeholder .*\n {9}fix {2}Make one with: openssl rand/m,
    )
  })

  it('finds that the configuration does not load', async () => {
    const { code, findings } = await examine(withSecret(' '))
    expect([code, findings]).toEqual([1, [expect.objectContaining({ level: 'error', code: 'not_loaded' })]])
  })
})
