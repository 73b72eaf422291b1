import { join } from 'node:path'
import { type NodeMajor, node, nodeVersions } from './node-versions.ts'
import { report } from './report.ts'
import { run } from './run.ts'
import { entries, publishedPackages, root } from './workspace.ts'

// Every supported Node loads every built package, by import and by require, and passes the tests.

await report('nodes', () => {
  for (const major of Object.keys(nodeVersions)) tryOn(Number(major) as NodeMajor)
  return []
})

function tryOn(major: NodeMajor): void {
  const binary = node(major)
  console.log(`Node ${nodeVersions[major]}`)
  const loader = join(import.meta.dirname, '../load/load.mjs')
  for (const one of publishedPackages()) {
    const names = entries(one).map((entry) => one.manifest.name + entry.slice(1))
    if (names.length > 0) run(binary, [loader, one.folder, ...names], { cwd: root })
  }
  run(binary, ['node_modules/vitest/vitest.mjs', 'run', '--typecheck.enabled=false'], {
    cwd: root,
    show: true,
  })
}
