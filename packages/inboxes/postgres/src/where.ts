import { type EntryFilter, statesOf } from '@stt-webhooks/core/inbox'
import { text } from './rows.ts'

/** The conditions of a statement and the values of its parameters. */
export interface Conditions {
  readonly values: unknown[]
  /** `at` makes a parameter of a value. */
  add(condition: (at: (value: unknown) => string) => string): void
  sql(): string
}

export function conditions(filter: EntryFilter): Conditions {
  const values: unknown[] = []
  const found: string[] = []
  const at = (value: unknown): string => `$${values.push(value)}`
  const equals = (column: string, value: string | undefined): void => {
    if (value !== undefined) found.push(`${column} = ${at(text(value))}`)
  }

  const { ids, from, until } = filter
  const states = statesOf(filter)
  if (ids !== undefined) found.push(`id = ANY (${at(ids)}::text[])`)
  if (states !== undefined) found.push(`state = ANY (${at(states)}::text[])`)
  equals('endpoint', filter.endpoint)
  equals('provider', filter.provider)
  equals('type', filter.type)
  equals('job_id', filter.jobId)
  if (from !== undefined) found.push(`received_at >= ${at(from.toISOString())}::timestamptz`)
  if (until !== undefined) found.push(`received_at < ${at(until.toISOString())}::timestamptz`)

  return {
    values,
    add(condition) {
      found.push(condition(at))
    },
    sql: () => (found.length === 0 ? 'true' : found.join(' AND ')),
  }
}
