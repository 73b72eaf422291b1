/** `01:02:03.004`. Hours get as many digits as they need, at least two. */
export function timestamp(milliseconds: number, decimalMark: '.' | ','): string {
  const seconds = Math.floor(milliseconds / 1000)
  const minutes = Math.floor(seconds / 60)
  const hours = Math.floor(minutes / 60)
  const clock = [hours, minutes % 60, seconds % 60].map((part) => digits(part, 2)).join(':')
  return `${clock}${decimalMark}${digits(milliseconds % 1000, 3)}`
}

function digits(value: number, count: number): string {
  return String(value).padStart(count, '0')
}
