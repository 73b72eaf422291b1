import { expect, test } from 'vitest'
import { systemClock } from '../src/clock.ts'
import { manualClock } from '../src/testing.ts'
import { rejection } from './support/bench.ts'

const signal = new AbortController().signal

test('the clock of the machine', async () => {
  const before = Date.now()
  await systemClock.sleep(1, signal)
  expect(systemClock.now()).toBeGreaterThanOrEqual(before)
  const reason = new Error('enough')
  expect(await rejection(systemClock.sleep(60_000, AbortSignal.abort(reason)))).toBe(reason)
  const rung: string[] = []
  systemClock.timer(0, () => rung.push('cancelled'))()
  await new Promise<void>((resolve) => systemClock.timer(1, resolve))
  expect(rung).toEqual([])
})

test('the clock of tests moves only when told, and rings what is due', async () => {
  const clock = manualClock(1_000)
  const rung: string[] = []
  clock.timer(10, () => rung.push('ten'))
  clock.timer(20, () => rung.push('twenty'))
  clock.timer(20, () => rung.push('cancelled'))()
  clock.advance(10)
  expect(rung).toEqual(['ten'])
  await clock.sleep(10, signal)
  expect(rung).toEqual(['ten', 'twenty'])
  expect(clock.now()).toBe(1_020)
  expect(clock.slept).toEqual([10])
  const reason = new Error('enough')
  expect(await rejection(clock.sleep(10, AbortSignal.abort(reason)))).toBe(reason)
  expect(clock.slept).toEqual([10])
})
