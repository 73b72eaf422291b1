import { expect, it } from 'vitest'
import type { AcceptStep } from '../src/index.ts'
import { done, example, put, until } from './support/job.ts'
import { createStores, withRedis } from './support/redis.ts'

withRedis('accepting', () => {
  const { open, kill, prefix, admin } = createStores('accept')

  /** A process dies at a step; the service sends the same again to another, which also works. */
  it.each(['checked', 'sent', 'stored'] as const)(
    'a process that dies at "%s" loses nothing',
    async (step) => {
      let died = false
      const onStep = (now: AcceptStep): void => {
        if (now !== step) return
        died = true
        kill(dying)
      }
      const dying = await open(step, { onStep })
      const { delivery, entry } = example('job-1')
      // What became of it the dead do not tell: the answer never reaches the service.
      await dying.accept(delivery, [entry]).catch(() => {})
      expect(died).toBe(true)

      const other = await open(step)
      const [again] = await other.accept(delivery, [entry])
      if (step === 'checked') expect(again).toBe('accepted')
      else if (step === 'stored') expect(again).toBe('duplicate')
      else expect(['accepted', 'duplicate']).toContain(again)
      const handled: string[] = []
      const worker = await other.work(async (claimed) => {
        handled.push(claimed.id)
        return done(claimed)
      }, quiet)
      await worker.idle()
      expect(handled).toEqual([entry.id])
      await worker.stop()
    },
  )

  it('a process that dies while it puts two bodies together leaves the stored one as it was', async () => {
    const other = await open('read')
    await put(other, 'job-1', 'first')
    const dying = await open('read', { onStep: (step) => step === 'read' && kill(dying) })
    await expect(put(dying, 'job-1', 'second')).rejects.toThrow()
    expect((await other.query.get(example('job-1').entry.id))?.deliveries).toHaveLength(1)
    expect(await put(other, 'job-1', 'second')).toBe('attached')
    expect((await other.query.get(example('job-1').entry.id))?.deliveries).toHaveLength(2)
  })

  it('an event stays known when its BullMQ job is gone', async () => {
    const inbox = await open('outlives')
    expect(await put(inbox, 'job-1')).toBe('accepted')
    expect(await admin.llen(`${prefix('outlives')}:inbox:wait`)).toBe(1)
    const worker = await inbox.work(async (claimed) => done(claimed), quiet)
    await worker.idle()
    await worker.stop()
    const jobs = await admin.keys(`${prefix('outlives')}:inbox:[0-9]*`)
    expect(jobs).toEqual([])
    expect(await put(inbox, 'job-1')).toBe('duplicate')
  })

  it('an event is worked on when its BullMQ job was removed by somebody', async () => {
    const inbox = await open('emptied')
    await put(inbox, 'job-1')
    await admin.del(`${prefix('emptied')}:inbox:wait`, `${prefix('emptied')}:inbox:marker`)
    const handled: string[] = []
    const worker = await inbox.work(async (claimed) => {
      handled.push(claimed.id)
      return done(claimed)
    }, quiet)
    await until(() => handled.length === 1)
    await worker.stop()
  })

  it('copies with different bodies that come at once are all kept with one event', async () => {
    const inboxes = [await open('bodies'), await open('bodies')]
    const bodies = Array.from({ length: 20 }, (_, index) => `body ${index}`)
    const outcomes = await Promise.all(
      bodies.flatMap((body, index) =>
        inboxes.filter((_, at) => at === index % 2).map((inbox) => put(inbox, 'job-1', body)),
      ),
    )
    expect(outcomes.filter((one) => one === 'accepted')).toHaveLength(1)
    expect(outcomes.filter((one) => one === 'attached')).toHaveLength(19)
    const stored = await inboxes[0]?.query.get(example('job-1').entry.id)
    expect(stored?.deliveries.map(({ body }) => Buffer.from(body).toString()).sort()).toEqual(
      bodies.toSorted(),
    )
  })

  const quiet = { concurrency: 10, onError: () => {} }
})
