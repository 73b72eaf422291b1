import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { run } from './run.ts'
import { type Package, publishedPackages } from './workspace.ts'

export interface Tarball extends Package {
  readonly file: string
}

/** Packs every published package as it would be published. */
export function pack(destination: string): readonly Tarball[] {
  mkdirSync(destination, { recursive: true })
  return publishedPackages().map((one) => {
    if (!existsSync(join(one.folder, 'dist')))
      throw new Error(`${one.path} is not built: run the build first`)
    const output = run('pnpm', ['pack', '--json', '--pack-destination', destination], { cwd: one.folder })
    const { filename } = JSON.parse(output) as { readonly filename: string }
    return { ...one, file: filename }
  })
}
