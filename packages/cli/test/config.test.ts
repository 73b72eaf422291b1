import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { run } from './command.ts'
import { project } from './project.ts'

const body = `{ path: '/hooks', providers: [revAi({ secret: 'a-secret-that-is-long-enough' })] }`
const esm = `import { revAi } from '@stt-webhooks/rev-ai'\n`
const typed = `import { defineConfig } from '@stt-webhooks/core'\n${esm}enum Unstrippable { A }\nexport default defineConfig(${body})\n`

describe('a configuration', () => {
  it.each([
    ['stt-webhooks.config.ts', typed],
    ['stt-webhooks.config.mts', typed],
    ['stt-webhooks.config.js', `${esm}export default ${body}`],
    ['stt-webhooks.config.mjs', `${esm}export default ${body}`],
  ])('is found as %s', async (name, text) => {
    const folder = await project({ [name]: text })
    const { code, stdout, stderr } = await run(['doctor'], {}, folder)
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toMatch(/^ok {7}configuration {2}The configuration loads: 1 endpoints at \/hooks\.$/m)
  })

  it('is taken from --config, wherever it is', async () => {
    const folder = await project({ 'other.ts': typed })
    expect(await run(['doctor', '--config', join(folder, 'other.ts')])).toMatchObject({ code: 0, stderr: '' })
  })

  it.each([
    ['none', {}, [], /There is no configuration here: none of stt-webhooks\.config\.ts, .*--config/],
    ['not there', {}, ['--config', 'missing.ts'], /There is no file missing\.ts\./],
    [
      'without a default export',
      { 'stt-webhooks.config.ts': 'export const config = 1' },
      [],
      /no default export/,
    ],
    [
      'no configuration',
      { 'stt-webhooks.config.ts': 'export default { providers: [{}] }' },
      [],
      /list of `providers`/,
    ],
    [
      'one that throws',
      {
        'stt-webhooks.config.ts': `import { revAi } from '@stt-webhooks/rev-ai'\nrevAi({ secret: process.env.NONE! })`,
      },
      [],
      /could not be loaded: \[stt-webhooks\] \[rev-ai\] The option `secret` is missing/,
    ],
    ['one with a mistake', { 'stt-webhooks.config.mjs': 'export default {' }, [], /could not be loaded: /],
    [
      'one that cannot work',
      {
        'stt-webhooks.config.mjs': `export default { providers: [], path: 'x', inbox: { name: 'x', durable: true, jobs: {} } }`,
      },
      [],
      /The option `path` must start with a slash/,
    ],
  ])('is refused if it is %s', async (_, files, options, message) => {
    const folder = await project(files)
    const { code, stdout, stderr } = await run(['sweep', ...options], {}, folder)
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(message)
    expect(stderr).not.toContain('    at ')
  })
})
