import { DatabaseSync } from 'node:sqlite'

// The application's own data. Any store will do that can refuse a second row for one event.

/** What became of an order. */
export interface Result {
  readonly eventId: string
  readonly reference: string
  readonly outcome: string
  /** `webhook` or `sweep`. */
  readonly source: string
  /** The text, or why there is none. */
  readonly detail: string
}

export interface Orders {
  /** False if this event was saved before. */
  save(result: Result): boolean
  results(): Result[]
}

export function openOrders(file: string): Orders {
  const database = new DatabaseSync(file)
  database.exec(
    'CREATE TABLE IF NOT EXISTS results (eventId TEXT PRIMARY KEY, reference TEXT, outcome TEXT, source TEXT, detail TEXT)',
  )
  const insert = database.prepare('INSERT INTO results VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING')
  const select = database.prepare('SELECT * FROM results')

  return {
    save({ eventId, reference, outcome, source, detail }) {
      return insert.run(eventId, reference, outcome, source, detail).changes === 1
    },
    results: () =>
      select.all().map((row) => ({
        eventId: String(row['eventId']),
        reference: String(row['reference']),
        outcome: String(row['outcome']),
        source: String(row['source']),
        detail: String(row['detail']),
      })),
  }
}
