import { InvalidArgumentError } from 'commander'

const units: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** Reads a point in the past: `90s`, `15m`, `2h` or `7d` ago, or a date in ISO 8601. */
export function since(text: string): Date {
  const [, count = '', unit = ''] = /^(\d{1,6})([smhd])$/.exec(text) ?? []
  const isDate = /^\d{4}-\d\d-\d\d(?:T\S+)?$/.test(text)
  const time = isDate ? Date.parse(text) : Date.now() - Number(count) * (units[unit] ?? Number.NaN)
  if (time <= Date.now()) return new Date(time)
  throw new InvalidArgumentError(
    'It must be a time in the past, such as 90s, 15m, 2h, 7d or 2026-01-31T08:00:00Z.',
  )
}
