import { pack, type Tarball } from './pack.ts'
import { report } from './report.ts'
import { run } from './run.ts'
import { temporaryFolder } from './temporary.ts'
import { entries } from './workspace.ts'

// What would be published: are the manifests right, and do the types of every entry resolve?

await report('packages', () => {
  const tarballs = pack(temporaryFolder())
  for (const tarball of tarballs) examine(tarball)
  return []
})

function examine(tarball: Tarball): void {
  const cwd = import.meta.dirname
  run('publint', ['run', tarball.file, '--strict'], { cwd })
  if (entries(tarball).length > 0)
    run('attw', [tarball.file, '--profile', 'esm-only', '--format', 'ascii'], { cwd })
  console.log(`✓ ${tarball.manifest.name} ${entries(tarball).join(' ')}`)
}
