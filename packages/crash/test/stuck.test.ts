import { expect, test } from 'vitest'
import { stuckHandlers } from '../src/slow/stuck.ts'
import { kinds } from '../src/stores/kinds.ts'
import { describeWith, storeOf } from './support/kinds.ts'

for (const kind of kinds) {
  await describeWith(kind, () => {
    test('handlers that do not end keep no delivery from being acknowledged', async () => {
      const store = await storeOf(kind)
      const result = await stuckHandlers(store, { perSecond: 200, count: 400 })
      expect(result).toMatchObject({ acknowledged: 400, lost: [] })
    })
  })
}
