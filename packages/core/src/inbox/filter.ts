import { WebhookError } from '../error.ts'
import type { EntryState } from './contract.ts'
import type { EntryFilter } from './query.ts'

/** How many entries a page may have. @throws WebhookError `invalid_option` */
export function pageSize({ limit = 100 }: EntryFilter): number {
  if (Number.isInteger(limit) && limit >= 1 && limit <= 1_000) return limit
  throw new WebhookError('invalid_option', `\`limit\` must be a whole number from 1 to 1,000, not ${limit}.`)
}

/** Where a page ended: pages are ordered by time of receipt and then by id, both descending. */
export interface Position {
  readonly receivedAt: string
  readonly id: string
}

export function toCursor({ receivedAt, id }: Position): string {
  return `${receivedAt}~${id}`
}

/** @throws WebhookError `invalid_option` for a cursor that no page gave */
export function fromCursor(cursor: string): Position {
  const [receivedAt = '', id = '', ...more] = cursor.split('~')
  if (!Number.isNaN(Date.parse(receivedAt)) && id !== '' && more.length === 0) return { receivedAt, id }
  throw new WebhookError('invalid_option', 'The `cursor` is not one that a page of this list gave.')
}

/** The states that a filter names; all of them if it names none. */
export function statesOf({ state }: EntryFilter): readonly EntryState[] | undefined {
  return state === undefined ? undefined : [state].flat()
}

/** The states that a replay takes. What was overtaken by later news is replayed only by name. */
export function replayStates(filter: EntryFilter): readonly EntryState[] {
  return statesOf(filter) ?? ['done', 'dead', 'quarantined']
}
