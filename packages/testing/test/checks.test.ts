import { convictions } from '@stt-webhooks/testing'
import { expect, it } from 'vitest'

it('convictions runs all checks, one after another, and gives those that failed', async () => {
  const order: string[] = []
  const check = (name: string, error?: Error) => ({
    name,
    async run() {
      order.push(`${name} begins`)
      await Promise.resolve()
      order.push(`${name} ends`)
      if (error) throw error
    },
  })
  const [first, second] = [new Error('first'), new Error('second')]
  const checks = [
    check('a', first),
    check('b'),
    check('c', second),
    {
      name: 'd',
      run(): Promise<void> {
        throw first
      },
    },
  ]
  expect(await convictions(checks)).toEqual([
    { check: 'a', error: first },
    { check: 'c', error: second },
    { check: 'd', error: first },
  ])
  expect(order).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends'])
  expect(await convictions([])).toEqual([])
})
