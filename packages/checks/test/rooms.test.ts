import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { imports } from '../src/rooms/imports.ts'
import { layout } from '../src/rooms/layout.ts'
import { length } from '../src/rooms/length.ts'
import type { Manifest, Package } from '../src/workspace.ts'

const made: string[] = []

afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true })
})

function given(path: string, files: Record<string, string>, manifest: Partial<Manifest> = {}): Package {
  const folder = mkdtempSync(join(tmpdir(), 'rooms-'))
  made.push(folder)
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  return { path, folder, manifest: { name: '@stt-webhooks/acme', ...manifest } }
}

const complete = {
  'README.md': '',
  'fixtures/completed.json': '',
  'src/index.ts': '',
  'src/payload.ts': '',
  'src/read.ts': '',
  'src/testing.ts': '',
  'test/read.test.ts': '',
}

describe('layout', () => {
  test('accepts the rooms, and a folder beside a room', () => {
    const files = { ...complete, 'src/api.ts': '', 'src/read/status.ts': '' }
    expect(layout(given('packages/providers/acme', files))).toEqual([])
  })

  test('names missing rooms', () => {
    const { 'src/read.ts': _read, 'README.md': _readme, ...files } = complete
    expect(layout(given('packages/providers/acme', files))).toEqual([
      'packages/providers/acme: README.md is missing',
      'packages/providers/acme: src/read.ts is missing',
    ])
  })

  test('names what is no room', () => {
    const [problem] = layout(given('packages/providers/acme', { ...complete, 'src/utils.ts': '' }))
    expect(problem).toContain('src/utils.ts is no room')
  })

  test('asks nothing of packages that are no providers', () => {
    expect(layout(given('packages/core', {}))).toEqual([])
  })
})

describe('imports', () => {
  const problems = (path: string, file: string, specifier: string, manifest: Partial<Manifest> = {}) =>
    imports(given(path, { [file]: `import '${specifier}'` }, manifest))

  test.each([
    ['packages/core', 'src/index.ts', 'node:crypto'],
    ['packages/core', 'src/a/b.ts', '../c.ts'],
    ['packages/providers/acme', 'src/read.ts', '@stt-webhooks/core/provider'],
    ['packages/providers/acme', 'src/testing.ts', '@stt-webhooks/testing'],
    ['packages/providers/acme', 'src/api.ts', '@stt-webhooks/api-client'],
    ['packages/providers/acme', 'src/testing/api.ts', '@stt-webhooks/api-client/testing'],
    ['packages/providers/acme', 'test/api.test.ts', '@stt-webhooks/api-client/testing'],
    ['packages/api-client', 'src/client.ts', '@stt-webhooks/core/provider'],
    ['packages/api-client', 'test/client.test.ts', '@stt-webhooks/testing'],
    ['packages/providers/acme', 'test/read.test.ts', '@stt-webhooks/testing/vitest'],
    ['packages/providers/acme', 'test/read.test.ts', 'vitest'],
    ['packages/adapters/acme', 'src/index.ts', '@stt-webhooks/core/adapter'],
    ['packages/cli', 'src/bin.ts', '@stt-webhooks/rev-ai'],
  ])('%s, %s may import %s', (path, file, specifier) => {
    expect(problems(path, file, specifier)).toEqual([])
  })

  test.each([
    ['packages/core', 'src/index.ts', 'undici'],
    ['packages/core', 'src/index.ts', '@stt-webhooks/testing'],
    ['packages/core', 'src/index.ts', '../../testing/src/index.ts'],
    ['packages/core', 'test/core.test.ts', '@stt-webhooks/rev-ai'],
    ['packages/providers/acme', 'src/read.ts', '@stt-webhooks/testing'],
    ['packages/providers/acme', 'src/read.ts', '@stt-webhooks/rev-ai'],
    ['packages/providers/acme', 'src/read.ts', '@stt-webhooks/core/adapter'],
    ['packages/providers/acme', 'src/api.ts', 'undici'],
    ['packages/providers/acme', 'src/api.ts', '@stt-webhooks/api-client/testing'],
    ['packages/providers/acme', 'test/read.test.ts', '@stt-webhooks/express'],
    ['packages/core', 'src/index.ts', '@stt-webhooks/api-client'],
    ['packages/adapters/acme', 'src/index.ts', '@stt-webhooks/api-client'],
    ['packages/testing', 'src/index.ts', '@stt-webhooks/api-client'],
    ['packages/api-client', 'src/client.ts', '@stt-webhooks/testing'],
    ['packages/api-client', 'src/client.ts', '@stt-webhooks/rev-ai'],
    ['packages/api-client', 'src/client.ts', 'undici'],
    ['packages/api-client', 'test/client.test.ts', '@stt-webhooks/rev-ai'],
    ['packages/adapters/acme', 'src/index.ts', '@stt-webhooks/rev-ai'],
    ['packages/adapters/acme', 'src/index.ts', 'express'],
    ['packages/testing', 'src/index.ts', '@stt-webhooks/rev-ai'],
  ])('%s, %s must not import %s', (path, file, specifier) => {
    expect(problems(path, file, specifier)).toHaveLength(1)
  })

  test('an adapter may import the framework that it declares', () => {
    const manifest = { peerDependencies: { express: '>=4 <6' } }
    expect(problems('packages/adapters/acme', 'src/index.ts', 'express', manifest)).toEqual([])
  })

  test('the API client may import the libraries that it declares', () => {
    const manifest = { dependencies: { undici: '^7.0.0' } }
    expect(problems('packages/api-client', 'src/client.ts', 'undici', manifest)).toEqual([])
  })

  test('an import in a comment is none', () => {
    const text = "/** import { sttWebhooks } from '@stt-webhooks/express' */\nexport const a = 1"
    expect(imports(given('packages/core', { 'src/index.ts': text }))).toEqual([])
  })
})

test('length names files that are too long', () => {
  const one = given('packages/core', { 'src/long.ts': 'x\n'.repeat(221), 'src/short.ts': 'x\n'.repeat(220) })
  expect(length(one)).toEqual(['packages/core/src/long.ts has 221 lines; split it, at most 220 are allowed'])
})
