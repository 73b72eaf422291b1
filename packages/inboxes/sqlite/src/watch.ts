import type { Read } from './read.ts'

/** How soon the process that works learns of what others accepted, in milliseconds. */
const everyMs = 25

export interface WatchParts {
  readonly read: Read
  needed(): boolean
  changed(): void
}

/** Tells when another process wrote to the file. Asking is a look into shared memory: it locks nothing. */
export function watchOthers({ read, needed, changed }: WatchParts): { stop(): void } {
  let version: number | undefined
  let looking = false

  async function look(): Promise<void> {
    if (looking || !needed()) return
    looking = true
    try {
      const row = await read((database) => database.get<{ data_version: number }>('PRAGMA data_version'))
      if (row?.data_version === version) return
      version = row?.data_version
      changed()
    } catch {
      // Whoever needs something of the store reports what is wrong with it.
      changed()
    } finally {
      looking = false
    }
  }

  const timer = setInterval(() => void look(), everyMs)
  return { stop: () => clearInterval(timer) }
}
