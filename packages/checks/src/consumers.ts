import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { node } from './node-versions.ts'
import { pack, type Tarball } from './pack.ts'
import { report } from './report.ts'
import { run } from './run.ts'
import { temporaryFolder } from './temporary.ts'

// The packed packages, installed with npm, work in the kinds of project that people have.

await report('consumers', () => {
  const folder = temporaryFolder()
  install(folder, pack(join(folder, 'tarballs')))

  step('TypeScript, nodenext', () => typecheck(join(folder, 'nodenext')))
  step('TypeScript, bundler', () => typecheck(join(folder, 'bundler')))
  for (const major of [20, 24] as const) {
    step(`ES module, Node ${major}`, () => run(node(major), ['index.js'], { cwd: join(folder, 'esm') }))
    step(`CommonJS, Node ${major}`, () => run(node(major), ['index.js'], { cwd: join(folder, 'cjs') }))
    step(`CLI, Node ${major}`, () =>
      run(node(major), ['node_modules/.bin/stt-webhooks', '--help'], { cwd: folder }),
    )
  }
  return []
})

/** Lays the projects out side by side, above them one node_modules with every tarball. */
function install(folder: string, tarballs: readonly Tarball[]): void {
  cpSync(join(import.meta.dirname, '../consumers'), folder, { recursive: true })
  const file = join(folder, 'package.json')
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as { readonly dependencies: Record<string, string> }
  const packed = Object.fromEntries(tarballs.map((one) => [one.manifest.name, `file:${one.file}`]))
  writeFileSync(
    file,
    JSON.stringify({ ...manifest, dependencies: { ...manifest.dependencies, ...packed } }, null, 2),
  )
  run('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: folder })
}

function typecheck(folder: string): void {
  run(process.execPath, ['../node_modules/typescript/bin/tsc', '-p', '.'], { cwd: folder })
}

function step(name: string, action: () => unknown): void {
  action()
  console.log(`✓ ${name}`)
}
