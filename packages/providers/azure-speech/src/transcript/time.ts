import type { JsonRecord } from '@stt-webhooks/core/provider'

/** One tick is 100 ns. All units are read as ticks: whole numbers, so that a start plus a duration is exact. */
const ticksPerSecond = 10_000_000
const ticksPerMillisecond = 10_000

/** Seconds. */
export interface Span {
  readonly start: number
  readonly end: number
}

/** Where a phrase or word of v3.0 and later is in the audio; undefined if that is not told. */
export function spanOf(item: JsonRecord): Span | undefined {
  const offset = ticksFrom(item['offsetMilliseconds'], item['offsetInTicks'], item['offset'])
  const duration = ticksFrom(item['durationMilliseconds'], item['durationInTicks'], item['duration'])
  return spanFrom(offset, duration)
}

/** The same for v2.0 and v2.1. */
export function retiredSpanOf(item: JsonRecord): Span | undefined {
  return spanFrom(numeric(item['Offset']), numeric(item['Duration']))
}

/** Seconds of audio, of a result or of the properties of a job. */
export function durationOf(item: JsonRecord): number | undefined {
  const ticks = ticksFrom(item['durationMilliseconds'], item['durationInTicks'], item['duration'])
  return ticks === undefined ? undefined : ticks / ticksPerSecond
}

function spanFrom(offset: number | undefined, duration = 0): Span | undefined {
  if (offset === undefined) return undefined
  // The schema lets the duration of a word be negative.
  return { start: offset / ticksPerSecond, end: (offset + Math.max(0, duration)) / ticksPerSecond }
}

/** Milliseconds came with 2024-11-15, whose own examples lack most of them; ticks come with every version, as decimals. */
function ticksFrom(milliseconds: unknown, ticks: unknown, iso: unknown): number | undefined {
  const whole = numeric(milliseconds)
  if (whole !== undefined) return whole * ticksPerMillisecond
  return numeric(ticks) ?? (typeof iso === 'string' ? ticksOfIso(iso) : undefined)
}

function numeric(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined
}

const isoDuration =
  /^P(?:(?<days>\d+)D)?(?:T(?:(?<hours>\d+)H)?(?:(?<minutes>\d+)M)?(?:(?<seconds>\d+(?:\.\d+)?)S)?)?$/

/** Years and months have no length of their own, and no audio is that long. */
function ticksOfIso(text: string): number | undefined {
  const groups = isoDuration.exec(text)?.groups
  if (groups === undefined) return undefined
  const { days = 0, hours = 0, minutes = 0, seconds = 0 } = groups
  const total = ((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds)
  return Math.round(total * ticksPerSecond)
}
