// load.mjs <folder of a package> <its entries…>: loads the built entries by import and by require.
// Plain JavaScript: it also runs on a Node that cannot read TypeScript.
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

const [folder, ...names] = process.argv.slice(2)
const require = createRequire(join(folder, 'package.json'))

process.on('warning', (warning) => {
  throw new Error(`loading ${names.join(', ')} printed a warning: ${warning.message}`)
})

for (const name of names) {
  const imported = await import(pathToFileURL(require.resolve(name)).href)
  if (Object.keys(imported).length === 0) throw new Error(`${name} exports nothing`)
  // vitest itself refuses to be required.
  if (!name.endsWith('/vitest') && require(name) !== imported)
    throw new Error(`require('${name}') gives something else`)
}
