import type { Transaction } from './transaction.ts'

/** Wakes the workers of all instances when the transaction commits. `from`: the one that need not be told. */
export async function notify(transaction: Transaction, channel: string, from = ''): Promise<void> {
  await transaction.query('SELECT pg_notify($1, $2)', [channel, from])
}

/** A notice costs a commit of its own, and listeners are woken one by one. */
const pauseMs = 10

/**
 * Wakes the workers of the other instances after a commit: at once, and again after a pause for all that was committed meanwhile.
 * Transactions with a notice commit one after the other, disk and all, so it is kept out of those that store. One that is lost costs the
 * wait until the next look.
 */
export function createNotices(database: Transaction, channel: string, from: string): () => void {
  let busy = false
  let again = false

  async function run(): Promise<void> {
    while (again) {
      again = false
      // Whatever is wrong, the next accept meets it too, and somebody waits for that one.
      await notify(database, channel, from).catch(() => {})
      await new Promise((resolve) => setTimeout(resolve, pauseMs))
    }
    busy = false
  }

  return () => {
    again = true
    if (busy) return
    busy = true
    void run()
  }
}
