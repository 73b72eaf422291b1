import { inboxSuite } from '@stt-webhooks/testing'
import { describeChecks } from '@stt-webhooks/testing/vitest'
import { vi } from 'vitest'
import { createStores, reachable, withRedis } from './support/redis.ts'

if (!reachable) console.warn('Skipped: no Redis at REDIS_URL, by default redis://127.0.0.1:6379.')

// The checks have a patience of their own.
vi.setConfig({ testTimeout: 30_000 })

withRedis('on a real server', () => {
  const { open, kill } = createStores('contract')
  describeChecks(
    'the contract of an inbox',
    inboxSuite({ durable: true, leaseMs: 30_000, open, crash: kill }),
  )
})
