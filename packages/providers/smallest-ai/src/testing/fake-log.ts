import { type FakeAnswer, jsonAnswer } from '@stt-webhooks/testing'
import type { Entry } from './fake-job.ts'

export type LogOrder = 'newest first' | 'oldest first'

/** A page of a log; undefined where the query is refused. */
export function logPage(entries: readonly Entry[], query: URLSearchParams): FakeAnswer | undefined {
  const page = Number(query.get('page') ?? 1)
  const pageSize = Number(query.get('pageSize') ?? 50)
  const areWhole = [page, pageSize].every((number) => Number.isInteger(number) && number >= 1)
  if (!areWhole || pageSize > 100) return undefined
  const totalCount = entries.length
  const totalPages = Math.ceil(totalCount / pageSize)
  const data = entries.slice((page - 1) * pageSize, page * pageSize)
  return jsonAnswer({ status: 'success', page, pageSize, totalCount, totalPages, data })
}

/** Entries of one second are ordered by when their jobs became known. */
export function inOrder(entries: readonly Entry[], order: LogOrder): readonly Entry[] {
  const oldestFirst = entries.toSorted((one, other) => timeOf(one) - timeOf(other))
  return order === 'oldest first' ? oldestFirst : oldestFirst.reverse()
}

function timeOf({ timestamp }: Entry): number {
  return Date.parse(`${timestamp.replace(' ', 'T')}Z`)
}
