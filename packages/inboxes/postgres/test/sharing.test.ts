import type { Process, Worker } from '@stt-webhooks/core/inbox'
import { expect, it } from 'vitest'
import type { PostgresInbox } from '../src/index.ts'
import { delivery, done, entry, workOn } from './support/entries.ts'
import { createStores, withPostgres } from './support/postgres.ts'

withPostgres('several instances on one database', () => {
  const stores = createStores('sharing')

  it('makes the tables once when all of them start at once', async () => {
    const inboxes = Array.from({ length: 4 }, () => stores.open('start'))
    const accepted = await Promise.all(
      inboxes.map((inbox, index) => inbox.accept(delivery(), [entry(`start-${index}`)])),
    )
    expect(accepted.flat()).toEqual(Array(4).fill('accepted'))
    const { rows } = await stores.admin.query(`SELECT version FROM ${stores.schema('start')}.migrations`)
    expect(rows).toEqual([{ version: 1 }])
  })

  it('refuses tables of a newer version', async () => {
    const first = stores.open('newer')
    await first.query.stats()
    await stores.admin.query(`INSERT INTO ${stores.schema('newer')}.migrations VALUES (99)`)
    await expect(stores.open('newer').query.stats()).rejects.toThrow('made by a newer')
  })

  it('works on each entry once, and never on two of a job', async () => {
    const inboxes = [stores.open('share'), stores.open('share'), stores.open('share')]
    const seen: string[] = []
    const running = new Set<string>()
    const collisions: string[] = []
    const process: Process = async (claimed) => {
      const job = claimed.event?.jobId ?? ''
      if (running.has(job)) collisions.push(job)
      running.add(job)
      seen.push(claimed.id)
      await inboxes[0]?.query.get(claimed.id)
      running.delete(job)
      return done(claimed)
    }
    const workers = await Promise.all(inboxes.map((inbox) => workOn(inbox, process)))
    const ids = Array.from({ length: 120 }, (_, index) => `share-${index}`)
    await Promise.all(
      ids.map((id, index) =>
        inboxes[index % 3]?.accept(delivery(), [entry(id, { jobId: `job-${index % 20}` })]),
      ),
    )
    await expect.poll(() => seen.length).toBe(ids.length)
    await Promise.all(workers.map((worker) => worker.stop()))
    expect(collisions).toEqual([])
    expect(seen.toSorted()).toEqual(ids.toSorted())
    expect(await inboxes[0]?.query.stats()).toMatchObject({ done: ids.length, pending: 0, workers: 0 })
  })

  it('wakes a worker of another instance by a notice', async () => {
    const [web, other] = [stores.open('notice'), stores.open('notice')]
    const { heard, worker } = await noteIds(other)
    await worker.idle()
    await web.accept(delivery(), [entry('notice-1')])
    await expect.poll(heard).toEqual(['notice-1'])
    await worker.stop()
  })

  it('finds by itself what no notice told of', async () => {
    const inbox = stores.open('silence', { pollMs: 100 })
    const { heard, worker } = await noteIds(inbox)
    await inbox.accept(delivery(), [entry('silence-1')])
    await expect.poll(async () => (await inbox.query.stats()).done).toBe(1)
    await worker.idle()
    // Due again, without a notice and without a job of the queue.
    const { rowCount } = await stores.admin.query(
      `UPDATE ${stores.schema('silence')}.entries SET state = 'pending', due_at = now()`,
    )
    expect(rowCount).toBe(1)
    await expect.poll(heard).toEqual(['silence-1', 'silence-1'])
    await worker.stop()
  })

  it('takes a backlog whose jobs are lost, the longest due first and one of each job at a time', async () => {
    const inbox = stores.open('backlog')
    const ids = Array.from({ length: 60 }, (_, index) => `backlog-${index}`)
    for (const [index, id] of ids.entries())
      await inbox.accept(delivery(), [entry(id, { jobId: `job-${index % 7}` })])
    await stores.admin.query(`DELETE FROM ${stores.schema('backlog')}_queue.job`)
    const { heard, worker } = await noteIds(inbox)
    await worker.idle()
    await worker.stop()
    expect(heard().toSorted()).toEqual(ids.toSorted())
    for (let job = 0; job < 7; job++) {
      const ofJob = (id: string): boolean => ids.indexOf(id) % 7 === job
      expect(heard().filter(ofJob)).toEqual(ids.filter(ofJob))
    }
  })

  it('takes over what a killed instance had in hand, and tells that it was tried before', async () => {
    let now = Date.UTC(2026, 0, 1)
    const [first, second] = [0, 1].map(() => stores.open('lease', { now: () => now, leaseMs: 10_000 }))
    if (first === undefined || second === undefined) throw new Error('unreachable')
    await first.accept(delivery(now), [entry('lease-1')])
    const taken = new Promise<void>((resolve) => {
      const never: Process = () => {
        resolve()
        return new Promise(() => {})
      }
      void workOn(first, never)
    })
    await taken
    await stores.kill(first)

    const claims: number[] = []
    const worker = await workOn(second, async (claimed) => {
      claims.push(claimed.claims)
      return done(claimed)
    })
    now += 9_999
    await worker.idle()
    expect(claims).toEqual([])
    now += 1
    await worker.idle()
    await expect.poll(() => claims).toEqual([2])
    await worker.stop()
  })
})

async function noteIds(inbox: PostgresInbox): Promise<{ heard(): string[]; worker: Worker }> {
  const ids: string[] = []
  const worker = await workOn(inbox, async (claimed) => {
    ids.push(claimed.id)
    return done(claimed)
  })
  return { heard: () => ids, worker }
}
