import { expect, test } from 'vitest'
import { retryAfterMs } from '../src/call/retry-after.ts'

const now = Date.UTC(2026, 0, 1)

test.each([
  ['0', 0],
  ['120', 120_000],
  [' 5 ', 5_000],
  ['Thu, 01 Jan 2026 00:01:00 GMT', 60_000],
  ['Wed, 31 Dec 2025 00:00:00 GMT', 0],
  [null, undefined],
  ['', undefined],
  ['-1', undefined],
  ['1.5', undefined],
  ['soon', undefined],
  ['2026', 2_026_000],
  ['2026-01-01', undefined],
  ['soon GMT', undefined],
])('%j is %s ms', (value, expected) => {
  expect(retryAfterMs(value, now)).toBe(expected)
})
