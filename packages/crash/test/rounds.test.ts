import { expect, test } from 'vitest'
import { crashRounds } from '../src/rounds/rounds.ts'
import { kinds } from '../src/stores/kinds.ts'
import { sqlite } from '../src/stores/sqlite.ts'
import { describeWith, storeOf } from './support/kinds.ts'

const few = { rounds: 2, deliveries: 300, seed: 7, progress: () => {} }

for (const kind of kinds) {
  await describeWith(kind, () => {
    test('servers that are killed lose nothing that was acknowledged', async () => {
      const store = await storeOf(kind)
      const { rounds, acknowledged, lost, unhandled } = await crashRounds(store, { ...few, failPoints: true })
      expect({ lost, unhandled }).toEqual({ lost: [], unhandled: [] })
      expect(rounds).toBeGreaterThan(few.rounds)
      expect(acknowledged).toBeGreaterThanOrEqual(few.deliveries)
    })
  })
}

await describeWith(sqlite, () => {
  test.each([
    ['hasty', new URL('./support/hasty-inbox.ts', import.meta.url), /not stored$/],
    ['careless', new URL('./support/careless-inbox.ts', import.meta.url), /not handled$/],
  ])('an inbox that is %s is convicted', async (_, module, complaint) => {
    const store = await storeOf(sqlite)
    const flawed = { ...store, address: { ...store.address, module: module.href } }
    const { lost } = await crashRounds(flawed, { ...few, failPoints: false })
    expect(lost.some((what) => complaint.test(what))).toBe(true)
  })
})
