import { readFileSync } from 'node:fs'
import { defineConfig } from 'tsup'

// The one build of every package: `tsup --config <root>/tsup.config.ts`, run in the package's folder.
// What is built follows from its package.json: the source of each export, and the source of each bin.

interface Manifest {
  readonly exports?: Record<string, string | { readonly '@stt-webhooks/source'?: string }>
  readonly bin?: Record<string, string>
  readonly optionalDependencies?: Record<string, string>
}

const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest

const exported = Object.values(manifest.exports ?? {}).flatMap((target) =>
  typeof target === 'string' ? [] : (target['@stt-webhooks/source'] ?? []),
)
const bins = Object.values(manifest.bin ?? {}).map((file) =>
  file.replace('./dist/', 'src/').replace(/\.js$/, '.ts'),
)

export default defineConfig({
  entry: [...exported, ...bins],
  // Dependencies and peers are left out of the bundle anyway.
  external: Object.keys(manifest.optionalDependencies ?? {}),
  format: 'esm',
  target: 'node20',
  platform: 'node',
  dts: exported.length > 0,
  sourcemap: true,
  clean: true,
  splitting: true,
  removeNodeProtocol: false,
})
