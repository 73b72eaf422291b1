import { type ApiClient, type ApiPath, path } from '@stt-webhooks/api-client'
import { isRecord, numberAt, stringAt } from '@stt-webhooks/core/provider'
import type { SmallestAiLoggedDelivery, SmallestAiLoggedRequest } from '../payload.ts'
import { isDelivery, isRequest, type LogEntry, toEntry } from './entry.ts'
import { unexpected } from './unexpected.ts'

type Pages<Entry> = AsyncGenerator<readonly Entry[]>

/** The two logs, page by page; a page is asked for when it is wanted. `until`: what is older need not be read, in milliseconds since 1970. */
export interface Logs {
  deliveries(until: number, signal: AbortSignal): Pages<SmallestAiLoggedDelivery>
  requests(until: number, signal: AbortSignal): Pages<SmallestAiLoggedRequest>
}

/** The default of the service; the pages of its documentation do not agree about the most that it gives. */
const pageSize = 50

/**
 * @param parameter the query parameter of callback URLs that holds the token
 * @see https://github.com/smallest-inc/smallest-ai-documentation/blob/bfc4ef15/fern/apis/waves/openapi/waves-analytics-openapi.yaml
 */
export function createLogs(client: ApiClient, parameter: string): Logs {
  const read = (log: ApiPath, until: number, signal: AbortSignal) =>
    pages(
      (page) => client.json(log, { signal, query: { page, pageSize }, isGone: () => false }),
      until,
      parameter,
    )

  return {
    async *deliveries(until, signal) {
      const log = path`/analytics/webhooks/logs`
      for await (const page of read(log, until, signal)) yield page.filter(isDelivery)
    },
    async *requests(until, signal) {
      const log = path`/analytics/asr/logs`
      for await (const page of read(log, until, signal)) yield page.filter(isRequest)
    },
  }
}

/** The order of a log is not documented: only one that shows to be newest first is left before its last page. */
async function* pages(
  ask: (page: number) => Promise<unknown>,
  until: number,
  parameter: string,
): Pages<LogEntry> {
  let newest: number | undefined
  for (let page = 1; ; page++) {
    const answer = await ask(page)
    const items: unknown = isRecord(answer) ? answer['data'] : undefined
    const total = isRecord(answer) ? numberAt(answer, 'totalPages') : undefined
    if (!Array.isArray(items) || total === undefined) {
      return unexpected('Asked for a log, Smallest.ai answered something that is no page of one.')
    }
    const entries = items.flatMap((item: unknown) => toEntry(item, parameter) ?? [])
    yield entries
    const [first] = entries
    const last = entries.at(-1)
    newest ??= first && loggedAt(first)
    const oldest = last === undefined ? Number.NaN : loggedAt(last)
    if (page >= total || items.length === 0) return
    if (newest !== undefined && newest > oldest && oldest < until) return
  }
}

/** Milliseconds since 1970, as if the log were in UTC; NaN if it does not say. Only to be compared with other times of the logs. */
export function loggedAt(entry: object): number {
  return Date.parse(`${stringAt(entry, 'timestamp')?.replace(' ', 'T')}Z`)
}

/** Where in the logs a time may be: their zone is not documented, and zones reach from twelve hours behind UTC to fourteen before it. */
export function earliestInLogs(time: number): number {
  return time - 12 * 60 * 60_000
}
