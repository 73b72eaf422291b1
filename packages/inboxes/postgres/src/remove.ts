import { select, type Transaction } from './transaction.ts'

/**
 * Locks the rows that `selection` finds and removes them with their deliveries. One statement after the other, because a delivery that was
 * attached while the lock was waited for is seen only by the next.
 */
export async function removeEntries(
  transaction: Transaction,
  schema: string,
  selection: string,
  values: unknown[],
): Promise<number> {
  const rows = await select<{ id: string }>(
    transaction,
    `SELECT id FROM ${schema}.entries WHERE ${selection}`,
    values,
  )
  if (rows.length === 0) return 0
  const ids = rows.map(({ id }) => id)
  await removeDeliveries(transaction, schema, ids)
  await transaction.query(`DELETE FROM ${schema}.entries WHERE id = ANY ($1::text[])`, [ids])
  return ids.length
}

export async function removeDeliveries(
  transaction: Transaction,
  schema: string,
  ids: readonly string[],
): Promise<void> {
  await transaction.query(`DELETE FROM ${schema}.deliveries WHERE entry = ANY ($1::text[])`, [ids])
}
