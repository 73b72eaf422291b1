import { isRecord, stringAt } from '@stt-webhooks/core/provider'
import { unexpected } from './unexpected.ts'

type Query = Readonly<Record<string, string>>

export interface PagesOptions {
  /** Names the list in error texts. */
  readonly list: string
  /** Only ends a list that never ends. */
  readonly mostPages: number
  /** One request. The parameters are those of the link to this page; there are none for the first one. */
  ask(position: Query): Promise<unknown>
}

/**
 * What is in each page of a list. A page is asked for when it is wanted, and forgotten with the next.
 * @throws WebhookError `api_answer`, and what `ask` throws
 */
export async function* pages({ list, mostPages, ask }: PagesOptions): AsyncGenerator<readonly unknown[]> {
  let position: Query = {}
  for (let count = 1; ; count++) {
    const page = await ask(position)
    const values: unknown = isRecord(page) ? page['values'] : undefined
    if (!Array.isArray(values)) throw unexpected(`${list} is none.`)
    yield values
    const next = positionOfNext(page, list)
    if (next === undefined) return
    if (count === mostPages || isSame(next, position)) throw unexpected(`${list} does not end.`)
    position = next
  }
}

/**
 * The key must not go where an answer leads: of the link to the next page only the parameters are taken. A resource with a name of its own
 * may get links to the host of its region, so a foreign host is nothing to complain of.
 */
function positionOfNext(page: unknown, list: string): Query | undefined {
  const link = isRecord(page) ? stringAt(page, '@nextLink') : undefined
  if (link === undefined) return undefined
  if (!URL.canParse(link)) throw unexpected(`${list} has a link to its next page that is no URL.`)
  return Object.fromEntries(new URL(link).searchParams)
}

function isSame(one: Query, other: Query): boolean {
  return String(new URLSearchParams(one)) === String(new URLSearchParams(other))
}
