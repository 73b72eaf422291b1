import { inboxSuite } from '@stt-webhooks/testing'
import { describeChecks } from '@stt-webhooks/testing/vitest'
import type { PostgresInbox } from '../src/index.ts'
import { createStores, withPostgres } from './support/postgres.ts'

withPostgres('on a real server', () => {
  const stores = createStores('contract')
  const opened = new Map<unknown, PostgresInbox>()
  const checks = inboxSuite({
    durable: true,
    leaseMs: 30_000,
    open(store, settings) {
      const inbox = stores.open(store, settings)
      opened.set(inbox, inbox)
      return inbox
    },
    async crash(inbox) {
      const own = opened.get(inbox)
      if (own !== undefined) await stores.kill(own)
    },
  })
  describeChecks('the contract of an inbox', checks)
})
