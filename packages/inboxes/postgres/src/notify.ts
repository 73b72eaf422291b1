import type { Transaction } from './transaction.ts'

/** Wakes the workers of all instances when the transaction commits. `from`: the one that need not be told. */
export async function notify(transaction: Transaction, channel: string, from = ''): Promise<void> {
  await transaction.query('SELECT pg_notify($1, $2)', [channel, from])
}
