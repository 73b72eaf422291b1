import { join } from 'node:path'
import { satisfies } from 'semver'
import { type NodeMajor, node, nodeVersions } from './node-versions.ts'
import { report } from './report.ts'
import { run } from './run.ts'
import { entries, publishedPackages, root } from './workspace.ts'

// Every Node loads every built package that supports it, by import and by require, and passes the package's tests. What only proves the
// suites (flaws) or goes over everything (the private packages) has nothing to do with the version.

await report('nodes', () => {
  for (const major of Object.keys(nodeVersions)) tryOn(Number(major) as NodeMajor)
  return []
})

function tryOn(major: NodeMajor): void {
  const binary = node(major)
  console.log(`Node ${nodeVersions[major]}`)
  const loader = join(import.meta.dirname, '../load/load.mjs')
  const supported = publishedPackages().filter(({ manifest }) =>
    satisfies(nodeVersions[major], manifest.engines?.node ?? '*'),
  )
  for (const one of supported) {
    const names = entries(one).map((entry) => one.manifest.name + entry.slice(1))
    if (names.length > 0) run(binary, [loader, one.folder, ...names], { cwd: root })
  }
  // That of this process is the one that `pnpm test` runs on.
  if (process.version === `v${nodeVersions[major]}`) return
  const tests = supported.map(({ path }) => `${path}/test/`)
  const options = ['--typecheck.enabled=false', '--exclude', '**/*-flaws.test.ts']
  const vitest = ['node_modules/vitest/vitest.mjs', 'run', ...options, ...tests]
  run(binary, vitest, { cwd: root, show: true, environment: { STT_WEBHOOKS_CLI: 'built' } })
}
