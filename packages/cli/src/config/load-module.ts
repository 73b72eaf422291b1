import { pathToFileURL } from 'node:url'
import { codeOf } from '../failure.ts'

/**
 * Node before 22.18 reads no TypeScript, and later ones only what can be stripped. Both say so before anything of the file has run, so that
 * nothing runs twice.
 */
const unreadable: readonly (string | undefined)[] = [
  'ERR_UNKNOWN_FILE_EXTENSION',
  'ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX',
]

/** The default export of a JavaScript or TypeScript module. Rejects with whatever the module throws. */
export async function loadDefault(file: string): Promise<unknown> {
  const module: object = await importModule(file)
  return 'default' in module ? module.default : undefined
}

async function importModule(file: string): Promise<object> {
  try {
    return await import(pathToFileURL(file).href)
  } catch (error) {
    if (!unreadable.includes(codeOf(error))) throw error
    const { createJiti } = await import('jiti')
    return await createJiti(import.meta.url).import(file)
  }
}
