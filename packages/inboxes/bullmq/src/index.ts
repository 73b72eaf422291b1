import type { Inbox, InboxQuery } from '@stt-webhooks/core/inbox'
import { createAccept } from './accept.ts'
import { type BullmqInboxOptions, toSettings } from './options.ts'
import { createQuery } from './query.ts'
import { createStore } from './store.ts'
import { type OpenWorker, startWorker } from './worker.ts'

export type { AcceptStep, BullmqInboxOptions } from './options.ts'

/** An inbox whose events can be searched. */
export interface BullmqInbox extends Inbox {
  readonly query: InboxQuery
}

/**
 * An inbox in Redis, worked on by BullMQ. How much of it survives a crash of Redis is for the configuration of Redis to say: with
 * `appendonly yes` and `appendfsync always` everything that was acknowledged. The first use checks that and warns.
 * https://docs.bullmq.io/guide/going-to-production
 * @throws WebhookError `invalid_option`
 */
export function inboxBullmq(options: BullmqInboxOptions): BullmqInbox {
  const settings = toSettings(options)
  const store = createStore(settings)
  let worker: OpenWorker | undefined
  return {
    name: 'bullmq',
    durable: true,
    accept: createAccept(store, settings),
    async work(process, workOptions) {
      worker = await startWorker(store, settings, process, workOptions)
      return worker
    },
    async close() {
      await worker?.abandon()
      await store.close()
    },
    query: createQuery(store, settings),
  }
}
