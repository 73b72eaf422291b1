import type { ClaimedEntry, Process } from '@stt-webhooks/core/inbox'
import { expect, it, onTestFinished } from 'vitest'
import type { BullmqInbox } from '../src/index.ts'
import { done, type Example, example } from './support/job.ts'
import { createStores, withRedis } from './support/redis.ts'

withRedis('an event whose raw is the body that it came with', () => {
  const stores = createStores('packed')
  const body = '{"id":"job-1","text":"naïve"}'

  function packed(jobId: string, text = body): Example {
    const { delivery, entry } = example(jobId, text)
    if (entry.event === undefined) throw new Error('An example has an event.')
    return {
      delivery,
      entry: { ...entry, event: { ...entry.event, raw: JSON.parse(text) }, rawIsBody: true },
    }
  }

  async function workOn(inbox: BullmqInbox, process: Process): Promise<void> {
    const worker = await inbox.work(process, { concurrency: 1, onError: () => {} })
    onTestFinished(() => worker.stop())
    await worker.idle()
  }

  it('is stored without it, and comes back with it', async () => {
    const inbox = await stores.open('once')
    const { delivery, entry } = packed('job-1')
    await inbox.accept(delivery, [entry])
    const [key = ''] = await stores.admin.keys(`${stores.prefix('once')}*:e:${entry.id}`)
    expect(await stores.admin.hget(key, 'event')).not.toContain('naïve')
    expect(await stores.admin.hget(key, 'b0')).toBe(body)
    expect((await inbox.query.get(entry.id))?.event).toEqual(entry.event)
    const claimed: ClaimedEntry[] = []
    await workOn(inbox, async (one) => {
      claimed.push(one)
      return done(one)
    })
    expect(claimed).toMatchObject([{ id: entry.id, event: entry.event }])
  })

  it('is whole after a richer copy was attached, also while it was worked on', async () => {
    const inbox = await stores.open('attached')
    const { delivery, entry } = packed('job-1')
    await inbox.accept(delivery, [entry])
    const before = packed('job-1', '{"before":true}')
    expect(await inbox.accept(before.delivery, [before.entry])).toEqual(['attached'])
    const during = packed('job-1', '{"during":true}')
    const raws: unknown[] = []
    await workOn(inbox, async (one) => {
      raws.push(one.event?.raw)
      if (raws.length === 1) await inbox.accept(during.delivery, [during.entry])
      return { ...done(one), event: one.event }
    })
    expect(raws).toEqual([{ ...JSON.parse(body), before: true }])
    expect((await inbox.query.get(entry.id))?.event?.raw).toEqual({
      ...JSON.parse(body),
      ...{ before: true, during: true },
    })
  })

  it('is read again if the body is damaged', async () => {
    const inbox = await stores.open('damaged')
    const { delivery, entry } = packed('job-1')
    await inbox.accept(delivery, [entry])
    const [key = ''] = await stores.admin.keys(`${stores.prefix('damaged')}*:e:${entry.id}`)
    await stores.admin.hset(key, 'b0', 'x')
    const claimed: ClaimedEntry[] = []
    await workOn(inbox, async (one) => {
      claimed.push(one)
      return done(one)
    })
    expect(claimed).toMatchObject([{ id: entry.id, event: undefined }])
  })
})
