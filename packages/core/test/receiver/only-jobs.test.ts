import { describe, expect, it, vi } from 'vitest'
import { facts } from '../support/provider.ts'
import { createBench } from '../support/receiver.ts'

describe('onlyJobs', () => {
  it('acknowledges and counts what it declines, and emits the rest', async () => {
    const { receiver, lines } = createBench({ onlyJobs: (event) => event.jobId === 'mine' })
    const handler = vi.fn()
    receiver.onAny(handler)
    expect(await receiver.receive(facts({ id: 'theirs' }))).toMatchObject({
      outcome: 'ignored',
      response: { status: 202 },
      reason: 'onlyJobs declined it',
      events: [],
    })
    const mixed = await receiver.receive(facts({ id: 'theirs' }, { id: 'mine' }))
    expect(mixed?.events.map((event) => event.jobId)).toEqual(['mine'])
    expect(handler.mock.calls.map(([event]) => event.jobId)).toEqual(['mine'])
    expect(receiver.counts()).toEqual({ ignored: 1, accepted: 1 })
    expect(lines).toEqual([])
  })

  it('is asked before the lack of handlers is a trouble', async () => {
    const { receiver } = createBench({ onlyJobs: () => false })
    expect(await receiver.receive(facts({ id: 'a' }))).toMatchObject({ outcome: 'ignored' })
  })

  it('loses nothing when it throws', async () => {
    const broken = () => {
      throw new TypeError('oops')
    }
    const { receiver, errors } = createBench({ onlyJobs: broken })
    const handler = vi.fn()
    receiver.onAny(handler)
    expect(await receiver.receive(facts({ id: 'a' }))).toMatchObject({
      outcome: 'internal',
      response: { status: 503 },
    })
    expect(handler).not.toHaveBeenCalled()
    expect(errors).toMatchObject([{ error: { code: 'internal', cause: { message: 'oops' } } }])
  })
})
