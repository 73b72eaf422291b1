import type { Database } from './database.ts'

/** Removes bytes and event of an entry; that it was here stays known. */
export function removeBodies(database: Database, entry: number): void {
  for (const { delivery } of database.all<{ delivery: number }>(selectDeliveries, entry)) {
    const { changes } = database.run('DELETE FROM deliveries WHERE number = ? AND entries = 1', delivery)
    // Other events that came in it still need it.
    if (changes === 0) database.run('UPDATE deliveries SET entries = entries - 1 WHERE number = ?', delivery)
  }
  database.run('DELETE FROM entry_deliveries WHERE entry = ?', entry)
  database.run('DELETE FROM events WHERE entry = ?', entry)
  database.run('UPDATE entries SET body = 0 WHERE number = ?', entry)
}

const selectDeliveries = 'SELECT delivery FROM entry_deliveries WHERE entry = ?'

/** Removes all that is known of an entry. */
export function removeEntry(database: Database, entry: number): void {
  removeBodies(database, entry)
  database.run('DELETE FROM entries WHERE number = ?', entry)
}
