import { sqlite } from '../stores/sqlite.ts'
import { growBacklog } from './backlog.ts'
import { uploadAtOnce } from './uploads.ts'

const megabyte = 1_000_000
/** What a server may grow by, while its backlog becomes ten times as long; the backlog itself is gigabytes by then. */
const backlogBound = 200 * megabyte
const uploads = { count: 50, size: 30 * megabyte, maxInFlightBytes: 256 * megabyte } as const
/** Whatever is made of a body while it is read, checked and stored, and what of that is not collected yet, for each byte of the limit. */
const uploadsFactor = 10

/** Prints what it measures; false if a bound does not hold. */
export async function measureMemory(events: number): Promise<boolean> {
  const missing = await sqlite.missing()
  if (missing !== undefined) {
    console.log(`memory: skipped, ${missing}`)
    return process.env['CI'] !== 'true'
  }
  const backlog = await measureBacklog(events)
  return (await measureUploads()) && backlog
}

async function measureBacklog(events: number): Promise<boolean> {
  const store = await sqlite.create()
  try {
    let first: number | undefined
    let last = 0
    for await (const { pending, resident } of growBacklog(store, events)) {
      console.log(`backlog: ${pending} events of 10 KB pending, resident set ${inMegabytes(resident)}`)
      first ??= resident
      last = resident
    }
    const grown = last - (first ?? 0)
    console.log(`backlog: grown by ${inMegabytes(grown)}, bound ${inMegabytes(backlogBound)}`)
    return grown <= backlogBound
  } finally {
    await store.drop()
  }
}

async function measureUploads(): Promise<boolean> {
  const { count, size, maxInFlightBytes } = uploads
  const store = await sqlite.create()
  try {
    const { accepted, refused, before, after, next } = await uploadAtOnce(store, uploads)
    const bound = uploadsFactor * maxInFlightBytes
    console.log(
      `uploads: ${count} of ${inMegabytes(size)} at once, limit ${inMegabytes(maxInFlightBytes)}: ${accepted} accepted, ${refused} answered 503, the next one ${next}`,
    )
    console.log(
      `uploads: resident set ${inMegabytes(before)} before, at most ${inMegabytes(after)}, bound ${inMegabytes(before + bound)}`,
    )
    const answered = accepted > 0 && refused > 0 && accepted + refused === count && next === 200
    return answered && after - before <= bound
  } finally {
    await store.drop()
  }
}

function inMegabytes(bytes: number): string {
  return `${Math.round(bytes / megabyte)} MB`
}
