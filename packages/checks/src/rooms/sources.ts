import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Package } from '../workspace.ts'

export interface Source {
  /** Path from the package's folder, with slashes: `src/read.ts`. */
  readonly path: string
  readonly text: string
}

/** The TypeScript files of one folder of a package. */
export function sources({ folder }: Package, part: 'src' | 'test'): readonly Source[] {
  const base = join(folder, part)
  if (!existsSync(base)) return []
  return readdirSync(base, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .sort()
    .map((name) => ({
      path: `${part}/${name.replaceAll('\\', '/')}`,
      text: readFileSync(join(base, name), 'utf8'),
    }))
}
