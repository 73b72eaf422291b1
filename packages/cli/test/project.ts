import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'

const packages = fileURLToPath(new URL('../node_modules', import.meta.url))

/** A user's folder with these files, where the packages are installed. */
export async function project(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'stt-webhooks-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  await symlink(packages, join(folder, 'node_modules'), 'junction')
  const all = { 'package.json': '{ "type": "module" }', ...files }
  for (const [name, text] of Object.entries(all)) await writeFile(join(folder, name), text)
  return folder
}
