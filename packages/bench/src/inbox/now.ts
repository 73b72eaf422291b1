/** Milliseconds, by the monotonic clock that all processes of a machine have in common. */
export function now(): number {
  return Number(process.hrtime.bigint()) / 1e6
}
