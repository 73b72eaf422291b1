import type { Database } from './database.ts'
import type { Store } from './store.ts'
import { explain, isBusy } from './trouble.ts'

/** Reads what is stored. @throws WebhookError `not_stored` */
export type Read = <T>(look: (database: Database) => T) => Promise<T>

const retryMs = 15

/** Readers wait for nobody, but for a process that is opening or closing the file. */
export function createRead(store: Store, { file, busyMs }: { file: string; busyMs: number }): Read {
  return async function read(look) {
    const since = performance.now()
    for (;;) {
      try {
        return store.use(look)
      } catch (error) {
        if (!isBusy(error) || performance.now() - since >= busyMs) throw explain(error, file)
        await new Promise((resolve) => setTimeout(resolve, retryMs))
      }
    }
  }
}
