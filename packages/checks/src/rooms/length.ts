import type { Package } from '../workspace.ts'
import { sources } from './sources.ts'

const most = 220

/** A source file stays short enough to be read at once. */
export function length(one: Package): readonly string[] {
  return sources(one, 'src').flatMap(({ path, text }) => {
    const lines = text.trimEnd().split('\n').length
    return lines <= most
      ? []
      : [`${one.path}/${path} has ${lines} lines; split it, at most ${most} are allowed`]
  })
}
