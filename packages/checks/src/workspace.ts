import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The repository. */
export const root: string = join(import.meta.dirname, '../../..')

type Dependencies = Readonly<Record<string, string>>

export interface Manifest {
  readonly name: string
  readonly private?: boolean
  readonly engines?: { readonly node?: string }
  readonly exports?: Readonly<Record<string, unknown>>
  readonly dependencies?: Dependencies
  readonly peerDependencies?: Dependencies
}

export interface Package {
  /** Path from the repository's root, with slashes: `packages/providers/rev-ai`. */
  readonly path: string
  readonly folder: string
  readonly manifest: Manifest
}

/** Every package under packages/; a folder without package.json groups packages. */
export function packages(repository: string = root): readonly Package[] {
  return below(repository, 'packages')
}

export function publishedPackages(): readonly Package[] {
  return packages().filter(({ manifest }) => manifest.private !== true)
}

/** The entries that a package exports to code: `.`, `./testing`. */
export function entries({ manifest }: Package): readonly string[] {
  return Object.keys(manifest.exports ?? {}).filter((entry) => entry !== './package.json')
}

function below(repository: string, group: string): readonly Package[] {
  return folders(join(repository, group)).flatMap((name) => {
    const path = `${group}/${name}`
    const folder = join(repository, path)
    const file = join(folder, 'package.json')
    if (!existsSync(file)) return below(repository, path)
    return [{ path, folder, manifest: JSON.parse(readFileSync(file, 'utf8')) as Manifest }]
  })
}

function folders(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== 'node_modules')
    .map((entry) => entry.name)
    .sort()
}
