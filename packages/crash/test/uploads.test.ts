import { expect, test } from 'vitest'
import { uploadAtOnce } from '../src/memory/uploads.ts'
import { sqlite } from '../src/stores/sqlite.ts'
import { describeWith, storeOf } from './support/kinds.ts'

await describeWith(sqlite, () => {
  test('bodies beyond the byte limit are answered 503, and later ones are taken again', async () => {
    const store = await storeOf(sqlite)
    const count = 30
    const options = { count, size: 4_000_000, maxInFlightBytes: 16_000_000 }
    const { accepted, refused, next } = await uploadAtOnce(store, options)
    expect(accepted + refused).toBe(count)
    expect(accepted).toBeGreaterThan(0)
    expect(refused).toBeGreaterThan(0)
    expect(next).toBe(200)
  })
})
