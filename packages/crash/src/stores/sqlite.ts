import { createFolder } from './folder.ts'
import { leaseMs, type StoreKind } from './store.ts'

export const sqlite: StoreKind = {
  name: 'sqlite',
  missing: () =>
    Promise.resolve(
      process.getBuiltinModule('node:sqlite') === undefined
        ? `Node.js ${process.version} has no node:sqlite`
        : undefined,
    ),
  async create() {
    const folder = await createFolder()
    const module = new URL('../inboxes/sqlite.ts', import.meta.url).href
    return {
      address: { module, where: folder.file('inbox.db'), name: 'sqlite', leaseMs },
      handled: folder.file('handled'),
      drop: folder.drop,
    }
  },
}
