import {
  createReceiver,
  type Inbox,
  inboxMemory,
  type Provider,
  type Sweeper,
  type TranscriptOverdue,
} from '@stt-webhooks/core'
import { describe, expectTypeOf, it } from 'vitest'
import type { AlphaEvent } from '../support/events.ts'

declare const alpha: Provider<AlphaEvent>
declare const plainInbox: Inbox

describe('what a receiver can do', () => {
  it('includes sweeps if its inbox remembers jobs', () => {
    const receiver = createReceiver([alpha], { inbox: inboxMemory() })
    expectTypeOf(receiver).toExtend<Sweeper>()
    expectTypeOf(receiver.sweep).toBeCallableWith({ provider: 'alpha', since: new Date(), dryRun: true })
    expectTypeOf(receiver.jobs.expect).toBeCallableWith({ endpoint: 'alpha', reference: 'order-1' })
  })

  it('does not if it does not, or may not', () => {
    const bare = createReceiver([alpha])
    const forgetful = createReceiver([alpha], { inbox: plainInbox })
    // @ts-expect-error without an inbox there is nothing that a sweep could find missing
    bare.sweep()
    // @ts-expect-error nor any place for expected jobs
    bare.jobs.expect({ endpoint: 'alpha', jobId: 'a' })
    // @ts-expect-error an inbox without a ledger cannot be swept
    forgetful.sweep()
    // @ts-expect-error nor does anybody know its health
    forgetful.health()
  })

  it('lets handlers hear of overdue jobs', () => {
    createReceiver([alpha], { inbox: inboxMemory() }).on('transcript.overdue', (event) => {
      expectTypeOf(event).toEqualTypeOf<TranscriptOverdue<'alpha'>>()
    })
  })
})
