import { type EntryFilter, type EntryState, fromCursor, statesOf } from '@stt-webhooks/core/inbox'
import type { Value } from './database.ts'

/** The part of a statement behind `WHERE`, and its parameters. */
export interface Condition {
  readonly sql: string
  readonly values: readonly Value[]
}

/** @throws WebhookError `invalid_option` for a cursor that no page gave */
export function toCondition(filter: EntryFilter): Condition {
  const terms: string[] = ['true']
  const values: Value[] = []
  function add(term: string, ...given: Value[]): void {
    terms.push(term)
    values.push(...given)
  }
  const { ids, endpoint, provider, type, jobId, from, until, cursor } = filter
  const states = statesOf(filter)
  if (ids !== undefined) add('id IN (SELECT value FROM json_each(?))', JSON.stringify(ids))
  if (states !== undefined) add('state IN (SELECT value FROM json_each(?))', JSON.stringify(states))
  // In these words, the term of an index: the few that failed are found among the many that did not.
  if (states?.every((state) => failed.includes(state))) add("state IN ('dead', 'quarantined')")
  if (endpoint !== undefined) add('endpoint = ?', endpoint)
  if (provider !== undefined) add('provider = ?', provider)
  if (type !== undefined) add('type = ?', type)
  if (jobId !== undefined) add('job_id = ?', jobId)
  if (from !== undefined) add('received_at >= ?', from.toISOString())
  if (until !== undefined) add('received_at < ?', until.toISOString())
  if (cursor !== undefined) {
    const { receivedAt, id } = fromCursor(cursor)
    add('(received_at, id) < (?, ?)', receivedAt, id)
  }
  return { sql: terms.join(' AND '), values }
}

const failed: readonly EntryState[] = ['dead', 'quarantined']
