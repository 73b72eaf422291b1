import type { Item } from '../items.ts'

/** Something that stores deliveries: our inbox, or what it is compared to. */
export interface Put {
  /** Durable when it resolves. */
  put(item: Item): Promise<void>
  stored(): Promise<number>
}

interface Waiting<T> {
  readonly item: T
  resolve(): void
  reject(error: unknown): void
}

/**
 * What comes in one turn of the event loop is stored together, at most `most` at once.
 * `overlap`: a group does not wait for the one before, else whatever comes meanwhile joins the next.
 */
export function grouped<T>(
  { most, overlap }: { readonly most: number; readonly overlap: boolean },
  store: (items: readonly T[]) => void | Promise<void>,
): (item: T) => Promise<void> {
  let waiting: Waiting<T>[] = []
  let scheduled = false

  async function flush(): Promise<void> {
    if (overlap) scheduled = false
    while (waiting.length > 0) {
      const group = waiting.slice(0, most)
      waiting = waiting.slice(most)
      const stored = commit(group)
      if (!overlap) await stored
    }
    scheduled = false
  }

  async function commit(group: readonly Waiting<T>[]): Promise<void> {
    try {
      await store(group.map(({ item }) => item))
      for (const { resolve } of group) resolve()
    } catch (error) {
      for (const { reject } of group) reject(error)
    }
  }

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject })
      if (scheduled) return
      scheduled = true
      setImmediate(() => void flush())
    })
}
