import { expect, it } from 'vitest'
import { inboxBullmq } from '../src/index.ts'

const url = 'redis://localhost'

it.each([
  [{}, 'Give either `url` or `connection`'],
  [{ url, connection: {} }, 'Give either `url` or `connection`'],
  [{ url: 'localhost' }, '`url` must be an address'],
  [{ url: 'http://localhost' }, '`url` must be an address'],
  [{ connection: { keyPrefix: 'x' } }, 'Use `prefix` instead'],
  [{ url, prefix: '' }, '`prefix` must not be empty'],
  [{ url, queue: 'a:b' }, '`queue` must be a name without a colon'],
  [{ url, queue: '' }, '`queue` must be a name without a colon'],
  [{ url, maxPending: 0 }, 'maxPending'],
  [{ url, keepBodiesMs: -1 }, 'keepBodiesMs'],
  [{ url, keepIdsMs: Number.NaN }, 'keepIdsMs'],
  [{ url, leaseMs: 0 }, 'leaseMs'],
])('refuses %j', (options, part) => {
  expect(() => inboxBullmq(options)).toThrow(part)
})

it('opens nothing when it is made, and can be closed without having been used', async () => {
  const inbox = inboxBullmq({ url: 'redis://127.0.0.1:1' })
  await inbox.close()
  await inbox.close()
  await expect(inbox.query.stats()).rejects.toThrow('closed')
})
