import { posix } from 'node:path'
import ts from 'typescript'
import type { Package } from '../workspace.ts'
import { directionOf } from './directions.ts'
import { type Source, sources } from './sources.ts'

/** Imports go in one direction: providers to the API client, all to core; core to nothing. */
export function imports(one: Package): readonly string[] {
  return [...sources(one, 'src'), ...sources(one, 'test')].flatMap((source) =>
    specifiers(source).flatMap((specifier) => {
      const reason = refusal(one, source, specifier)
      return reason === undefined ? [] : [`${one.path}/${source.path} imports ${specifier}: ${reason}`]
    }),
  )
}

function specifiers({ text }: Source): readonly string[] {
  return ts.preProcessFile(text, true, true).importedFiles.map((file) => file.fileName)
}

/** Measures what packages keep to themselves, and is never published. */
const measuring = 'packages/bench'

function refusal(one: Package, source: Source, specifier: string): string | undefined {
  if (specifier.startsWith('node:')) return undefined
  if (specifier.startsWith('.')) {
    const target = posix.join(posix.dirname(source.path), specifier)
    if (one.path === measuring) return undefined
    return target.startsWith('..') ? 'it leaves the package; import the other package by its name' : undefined
  }
  return directionOf(one)?.(source.path, specifier)
}
