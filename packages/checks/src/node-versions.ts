import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { run } from './run.ts'
import { root } from './workspace.ts'

/** The versions of Node that published packages are tried on. */
export const nodeVersions = { 20: '20.20.2', 22: '22.23.3', 24: '24.21.0', 26: '26.10.0' } as const

export type NodeMajor = keyof typeof nodeVersions

/** The path of a Node binary, taken from the npm registry the first time. */
export function node(major: NodeMajor): string {
  const version = nodeVersions[major]
  const folder = join(root, '.cache-node', version)
  const binary = join(folder, 'node_modules/node/bin/node')
  if (!existsSync(binary)) {
    const quiet = ['--no-save', '--no-package-lock', '--no-audit', '--no-fund', '--loglevel=error']
    run('npm', ['install', '--prefix', folder, ...quiet, `node@${version}`], { cwd: root })
  }
  const actual = run(binary, ['--version'], { cwd: root }).trim()
  if (actual !== `v${version}`) throw new Error(`${binary} says ${actual}, not v${version}`)
  return binary
}
