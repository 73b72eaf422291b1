import { Buffer } from 'node:buffer'
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { isRecord, listAt } from '@stt-webhooks/core/provider'
import { error, type Found, note, ok } from './finding.ts'

const tolerance = 60

/** Compares the `Date` header of an answer that came just now with our clock. */
export function checkClock(whose: string, date: string | undefined, now: number): Found {
  const seconds = Math.round((now - Date.parse(date ?? '')) / 1000)
  if (Number.isNaN(seconds)) return note('no_date', `${whose} does not say what time it is.`)
  if (Math.abs(seconds) <= tolerance) return ok(`The clock agrees with that of ${whose}.`)
  const message = `The clock here is ${Math.abs(seconds)} s ${seconds > 0 ? 'ahead of' : 'behind'} that of ${whose}: signatures with a time are refused, and sweeps look at the wrong hours.`
  return error('clock_skew', message, 'Let NTP set the clocks of both machines (timedatectl set-ntp true).')
}

/** Where undici, and with it `fetch`, tells of the headers of every answer; what a provider reads of them it keeps to itself. */
const channel = 'undici:request:headers'

/** Hears the `Date` header of the answers that come while `work` goes on: the last one, and when it came. */
export async function hearDate(
  work: () => Promise<void>,
  now: () => number,
): Promise<{ readonly date: string; readonly at: number } | undefined> {
  let heard: { readonly date: string; readonly at: number } | undefined
  const listen = (message: unknown): void => {
    const date = dateIn(message)
    if (date !== undefined) heard = { date, at: now() }
  }
  subscribe(channel, listen)
  try {
    await work()
  } finally {
    unsubscribe(channel, listen)
  }
  return heard
}

/** Names and values by turns, as bytes. */
function dateIn(message: unknown): string | undefined {
  const response = isRecord(message) ? message['response'] : undefined
  const headers = (isRecord(response) ? (listAt(response, 'headers') ?? []) : []).map(toText)
  const index = headers.findIndex((name, position) => position % 2 === 0 && name.toLowerCase() === 'date')
  return index === -1 ? undefined : headers[index + 1]
}

function toText(value: unknown): string {
  return Buffer.isBuffer(value) ? value.toString('latin1') : String(value)
}
