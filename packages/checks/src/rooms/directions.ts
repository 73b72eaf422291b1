import type { Package } from '../workspace.ts'

/** Says why a file must not import a package, or undefined if it may. */
type Direction = (file: string, specifier: string) => string | undefined

/** The rule for one package; packages without a rule (cli, bench, checks) may import anything. */
export function directionOf({ path, manifest }: Package): Direction | undefined {
  const declared = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies })
  const testing = [core, toolkit, manifest.name]

  if (path === 'packages/core') {
    return (file, specifier) => {
      if (file.startsWith('src/')) return 'core imports nothing but node: modules'
      return ours(specifier) && !within(specifier, [core]) ? 'core knows no other package' : undefined
    }
  }
  if (path.startsWith('packages/providers/')) {
    return (file, specifier) => {
      if (isTest(file)) return only(specifier, [...testing, client])
      if ([core, `${core}/provider`, client].includes(specifier)) return undefined
      if (isTestingRoom(file) && within(specifier, [toolkit, `${client}/testing`])) return undefined
      return `a provider imports only ${core}, ${core}/provider and ${client}, in its testing room ${toolkit} and ${client}/testing too`
    }
  }
  if (path.startsWith('packages/adapters/')) {
    return (file, specifier) => {
      if (isTest(file)) return only(specifier, testing)
      if ([core, `${core}/adapter`].includes(specifier)) return undefined
      if (!ours(specifier) && within(specifier, declared)) return undefined
      return `an adapter imports only ${core}, ${core}/adapter and its framework`
    }
  }
  if (path.startsWith('packages/inboxes/') || path === 'packages/forward') {
    return (file, specifier) => {
      if (isTest(file)) return only(specifier, [...testing, redis])
      if ([core, `${core}/inbox`].includes(specifier)) return undefined
      if (!ours(specifier) && within(specifier, declared)) return undefined
      return `it imports only ${core}, ${core}/inbox and what its package.json declares`
    }
  }
  if (path === 'packages/api-client') {
    return (file, specifier) => {
      if (isTest(file)) return only(specifier, testing)
      if ([core, `${core}/provider`].includes(specifier)) return undefined
      if (!ours(specifier) && within(specifier, declared)) return undefined
      return `the API client imports only ${core}, ${core}/provider and what its package.json declares`
    }
  }
  if (path === 'packages/testing') {
    return (file, specifier) => {
      if (isTest(file)) return only(specifier, testing)
      if (within(specifier, declared)) return undefined
      return `testing imports only ${core} and what its package.json declares`
    }
  }
  return undefined
}

const scope = '@stt-webhooks/'
const core = `${scope}core`
const client = `${scope}api-client`
const toolkit = `${scope}testing`
const redis = `${scope}redis-server`

function ours(specifier: string): boolean {
  return specifier.startsWith(scope)
}

function within(specifier: string, names: readonly string[]): boolean {
  return names.some((name) => specifier === name || specifier.startsWith(`${name}/`))
}

function only(specifier: string, names: readonly string[]): string | undefined {
  return !ours(specifier) || within(specifier, names)
    ? undefined
    : `its tests import only ${names.join(', ')}`
}

function isTest(file: string): boolean {
  return file.startsWith('test/')
}

function isTestingRoom(file: string): boolean {
  return file === 'src/testing.ts' || file.startsWith('src/testing/')
}
