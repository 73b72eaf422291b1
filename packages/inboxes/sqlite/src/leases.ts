import type { Database } from './database.ts'

/** A row of `leases`: who alone may do something, until it gives no more sign of life. */
export interface LeaseRow {
  readonly owner: string
  readonly process: string
  /** Milliseconds since 1970. */
  readonly expires_at: number
}

export interface LeaseClaim {
  readonly name: string
  readonly owner: string
  readonly now: number
  readonly expiresAt: number
}

/** Takes a lease that is free or over, or prolongs it. False: somebody else has it. */
export function takeLease(database: Database, { name, owner, now, expiresAt }: LeaseClaim): boolean {
  return database.run(takeSql, name, owner, `process ${process.pid}`, expiresAt, now).changes !== 0
}

export function findLease(database: Database, name: string): LeaseRow | undefined {
  return database.get<LeaseRow>('SELECT owner, process, expires_at FROM leases WHERE name = ?', name)
}

export function dropLease(database: Database, name: string, owner: string): void {
  database.run('DELETE FROM leases WHERE name = ? AND owner = ?', name, owner)
}

const takeSql = `
  INSERT INTO leases (name, owner, process, expires_at) VALUES (?1, ?2, ?3, ?4)
  ON CONFLICT (name) DO UPDATE SET owner = ?2, process = ?3, expires_at = ?4
  WHERE owner = ?2 OR expires_at <= ?5`
