import { isRefusal } from './transaction.ts'

interface Waiting<Item, Result> {
  readonly item: Item
  resolve(result: Result): void
  reject(error: unknown): void
}

const maxItems = 500
const maxBytes = 16_000_000
/** While one transaction waits for the disk, the next is prepared. */
const maxLanes = 2

/**
 * Group commit: what comes in one turn of the event loop, and what comes while transactions are under way, shares a transaction.
 * Each call is answered after it, and rejects if it fails. `run` returns one result for each item, in their order.
 */
export function createGroup<Item, Result>(
  run: (items: readonly Item[]) => Promise<readonly Result[]>,
  bytesOf: (item: Item) => number = () => 0,
): (item: Item) => Promise<Result> {
  let waiting: Waiting<Item, Result>[] = []
  let lanes = 0

  async function drain(): Promise<void> {
    // Whatever this turn still brings comes along.
    await new Promise(setImmediate)
    while (waiting.length > 0) await runGroup(next())
    lanes--
  }

  function next(): readonly Waiting<Item, Result>[] {
    let bytes = 0
    const end = waiting.findIndex(({ item }, index) => {
      bytes += bytesOf(item)
      return index === maxItems || (index > 0 && bytes > maxBytes)
    })
    const taken = end === -1 ? waiting : waiting.slice(0, end)
    waiting = waiting.slice(taken.length)
    return taken
  }

  async function runGroup(group: readonly Waiting<Item, Result>[]): Promise<void> {
    try {
      const results = await run(group.map(({ item }) => item))
      for (const [index, result] of results.entries()) group[index]?.resolve(result)
    } catch (error) {
      // What Postgres cannot hold is the fault of one: the others are stored without it.
      if (group.length > 1 && isRefusal(error)) for (const one of group) await runGroup([one])
      else for (const one of group) one.reject(error)
    }
  }

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject })
      if (lanes === maxLanes) return
      lanes++
      void drain()
    })
}
