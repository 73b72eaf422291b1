import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Package } from '../workspace.ts'

const required = ['index', 'payload', 'read', 'testing']
const optional = ['transcript', 'api']

/** Every provider has the same rooms. A room that outgrows its file gets a folder of the same name beside it. */
export function layout(one: Package): readonly string[] {
  if (!one.path.startsWith('packages/providers/')) return []
  return [...missing(one), ...strangers(one)].map((problem) => `${one.path}: ${problem}`)
}

function missing({ folder }: Package): readonly string[] {
  const files = ['README.md', ...required.map((room) => `src/${room}.ts`)]
  return [
    ...files.filter((file) => !existsSync(join(folder, file))).map((file) => `${file} is missing`),
    ...(list(join(folder, 'fixtures')).length > 0 ? [] : ['fixtures/ is missing or empty']),
    ...(list(join(folder, 'test')).some((file) => file.endsWith('.test.ts')) ? [] : ['test/ has no test']),
  ]
}

function strangers({ folder }: Package): readonly string[] {
  const rooms = [...required, ...optional]
  const known = new Set(rooms.flatMap((room) => [room, `${room}.ts`]))
  return list(join(folder, 'src'))
    .filter((name) => !known.has(name))
    .map((name) => `src/${name} is no room; the rooms are ${rooms.join(', ')}`)
}

function list(folder: string): readonly string[] {
  return existsSync(folder) ? readdirSync(folder) : []
}
