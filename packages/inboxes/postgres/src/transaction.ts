/** A transaction of the application: a client of `pg` after `BEGIN`, or whatever runs SQL with `$1` in one. */
export interface Transaction {
  query(text: string, values?: unknown[]): Promise<{ readonly rows: unknown[] }>
}

/** What a statement returns is known to whoever wrote it, and to no type. */
export async function select<Row>(
  transaction: Transaction,
  text: string,
  values?: unknown[],
): Promise<readonly Row[]> {
  const { rows } = await transaction.query(text, values)
  return rows as Row[]
}

/** The SQLSTATE of an error that the server answered with; undefined for one of the connection. */
export function sqlState(error: unknown): string | undefined {
  const state = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined
  return typeof state === 'string' && /^(\d[0-9A-Z]|F0|HV|P0|XX)[0-9A-Z]{3}$/.test(state) ? state : undefined
}

/** Deadlock, serialization failure, and a job that another instance took: nothing is wrong with the transaction, and it may be tried again. */
export function isCollision(error: unknown): boolean {
  return ['40P01', '40001'].includes(sqlState(error) ?? '') || isRunning(error)
}

function isRunning(error: unknown): boolean {
  return (
    sqlState(error) === '23505' &&
    error instanceof Error &&
    'constraint' in error &&
    error.constraint === 'entries_running'
  )
}

/** Data that Postgres cannot hold: it would be refused again. */
export function isRefusal(error: unknown): boolean {
  return /^(22|54)/.test(sqlState(error) ?? '')
}

/** Ends a transaction that met a row which another one was just removing. */
export function collision(message: string): Error {
  return Object.assign(new Error(message), { code: '40001' })
}
