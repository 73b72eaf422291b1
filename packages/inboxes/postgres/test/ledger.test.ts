import type { ExpectedJob, JobLedger } from '@stt-webhooks/core/inbox'
import { expect, it } from 'vitest'
import { delivery, done, entry, workOn } from './support/entries.ts'
import { createStores, withPostgres } from './support/postgres.ts'

const submitted = Date.UTC(2026, 0)
const job: ExpectedJob = {
  endpoint: 'fake',
  state: 'submitted',
  submittedAt: new Date(submitted).toISOString(),
  expectedAt: new Date(submitted + 1_800_000).toISOString(),
  checkAt: submitted + 1_800_000,
  checks: 0,
  overdue: false,
}
const minute = 60_000

function find(
  jobs: JobLedger,
  key: { jobId?: string; reference?: string },
): Promise<ExpectedJob | undefined> {
  return jobs.update({ endpoint: 'fake', ...key }, () => undefined)
}

withPostgres('what two instances know of jobs', () => {
  const stores = createStores('ledger')

  it('makes one record of a job that both store first', async () => {
    const [one, other] = [stores.open('race').jobs, stores.open('race').jobs]
    const count = (jobs: JobLedger, key: { jobId?: string; reference?: string }) =>
      jobs.update({ endpoint: 'fake', ...key }, (known = { ...job, ...key }) => ({
        ...known,
        ...key,
        checks: known.checks + 1,
      }))
    for (let round = 0; round < 10; round++) {
      const [jobId, reference] = [`job-${round}`, `order-${round}`]
      await Promise.all([
        count(one, { reference }),
        count(other, { jobId, reference }),
        count(one, { jobId, reference }),
        count(other, { reference }),
      ])
      const expected = { jobId, reference, checks: 4 }
      expect(await find(one, { jobId })).toMatchObject(expected)
      expect(await find(other, { reference })).toMatchObject(expected)
      expect(await one.count('fake')).toBe(round + 1)
    }
  })

  it('makes one record of a job that was known twice, by its id and by its reference', async () => {
    const { jobs } = stores.open('twice')
    await jobs.update({ endpoint: 'fake', reference: 'order-1' }, () => ({ ...job, reference: 'order-1' }))
    await jobs.update({ endpoint: 'fake', jobId: 'job-1' }, () => ({ ...job, jobId: 'job-1' }))
    const whole = { ...job, jobId: 'job-1', reference: 'order-1' }
    expect(await jobs.update(whole, (known) => known && { ...known, reference: 'order-1' })).toEqual(whole)
    expect(await find(jobs, { reference: 'order-1' })).toEqual(whole)
    expect(await jobs.count('fake')).toBe(1)
  })

  it('keeps both of two jobs that were given one reference, and finds the first by it', async () => {
    const { jobs } = stores.open('given')
    const first = { ...job, jobId: 'job-1', reference: 'order-1' }
    const second = { ...job, jobId: 'job-2' }
    for (const one of [first, second]) await jobs.update(one, () => one)
    const renamed = { ...second, reference: 'order-1' }
    for (const checks of [1, 2]) await jobs.update(second, () => ({ ...renamed, checks }))
    expect(await find(jobs, { reference: 'order-1' })).toEqual(first)
    expect(await find(jobs, { jobId: 'job-2' })).toEqual({ ...renamed, checks: 2 })
    expect(await jobs.count('fake')).toBe(2)
  })

  it('takes every name and every time that a service or an application may give', async () => {
    const { jobs, query } = stores.open('names')
    for (const jobId of ['', 'x'.repeat(100_000), 'a\0b', "'; DROP TABLE jobs; --"]) {
      const named = { ...job, jobId, reference: `order ${jobId}`, checkAt: 1_000.5, metadata: { jobId } }
      await jobs.update(named, () => named)
      expect(await find(jobs, { jobId })).toEqual(named)
      expect(await find(jobs, { reference: named.reference })).toEqual(named)
      expect(await jobs.open('fake', 1_000, 10)).toEqual([])
      expect(await jobs.open('fake', 1_001, 10)).toEqual([named])
      await jobs.hint('fake', jobId)
      expect(await jobs.takeHints('fake')).toEqual([jobId.replace('\0', '\ufffd')])
      await query.erase({ endpoint: 'fake', jobId })
      expect(await find(jobs, { jobId, reference: named.reference })).toBeUndefined()
    }
  })

  it('tells the unknown of 100,000 ids, in their order', async () => {
    const inbox = stores.open('unknown')
    const ids = Array.from({ length: 100_000 }, (_, index) => `evt-${index}`)
    const known = ids.filter((_, index) => index % 1_000 === 0)
    await inbox.accept(
      delivery(),
      known.map((id) => entry(id)),
    )
    const unknown: string[] = []
    for (let from = 0; from < ids.length; from += 500)
      unknown.push(...(await inbox.jobs.unknown(ids.slice(from, from + 500))))
    expect(unknown).toEqual(ids.filter((id) => !known.includes(id)))
    expect(await inbox.jobs.unknown(ids)).toEqual(unknown)
  })

  it('forgets by itself what ended, as long after its submission as ids are kept', async () => {
    let now = submitted
    const inbox = stores.open('retention', { now: () => now, keepIdsMs: 60 * minute })
    const { jobs } = inbox
    for (const [jobId, state] of [
      ['over', 'completed'],
      ['open', 'running'],
    ] as const)
      await jobs.update({ endpoint: 'fake', jobId }, () => ({ ...job, jobId, state }))
    const worker = await workOn(inbox, async (claimed) => done(claimed))
    async function look(): Promise<readonly boolean[]> {
      await worker.idle()
      const found = ['over', 'open'].map((jobId) => find(jobs, { jobId }))
      return (await Promise.all(found)).map((one) => one !== undefined)
    }
    now += 60 * minute - 1
    expect(await look()).toEqual([true, true])
    now += minute
    expect(await look()).toEqual([false, true])
    await worker.stop()
  })
})

withPostgres('a name that one instance holds', () => {
  const stores = createStores('ledger_names')

  it('is given back when its connection is gone, and then not by the one that lost it', async () => {
    const [one, other] = [stores.open('lost').jobs, stores.open('lost').jobs]
    const first = hold(one)
    await first.started
    expect(await other.exclusively('sweep', async () => 'ran')).toBeUndefined()
    await stores.disconnect('lost')
    await expect
      .poll(() => other.exclusively('sweep', async () => 'ran').catch(() => undefined))
      .toEqual({ result: 'ran' })
    const second = hold(other)
    await second.started
    first.finish()
    expect(await first.result).toEqual({ result: 'held' })
    const third = stores.open('lost').jobs
    expect(await third.exclusively('sweep', async () => 'ran')).toBeUndefined()
    second.finish()
    expect(await second.result).toEqual({ result: 'held' })
    expect(await third.exclusively('sweep', async () => 'ran')).toEqual({ result: 'ran' })
  })

  it('is another in another schema', async () => {
    const [one, elsewhere] = [stores.open('here').jobs, stores.open('there').jobs]
    const answer = await one.exclusively('sweep', () => elsewhere.exclusively('sweep', async () => 'ran'))
    expect(answer).toEqual({ result: { result: 'ran' } })
  })

  it('is given to nobody once the inbox is closed', async () => {
    const inbox = stores.open('closed')
    await inbox.close()
    await expect(inbox.jobs.exclusively('sweep', async () => 'ran')).rejects.toThrow('is closed')
  })
})

withPostgres('what a sweep found', () => {
  const stores = createStores('ledger_found')

  it('is an entry without a delivery, to which the one that comes after all is attached', async () => {
    const [sweeper, web] = [stores.open('found'), stores.open('found')]
    const found = entry('evt-1', { jobId: 'job-1' })
    expect(await sweeper.accept(undefined, [found])).toEqual(['accepted'])
    expect(await sweeper.accept(undefined, [found])).toEqual(['duplicate'])
    expect(await sweeper.jobs.unknown(['evt-1', 'evt-2'])).toEqual(['evt-2'])
    expect(await web.query.get('evt-1')).toMatchObject({ state: 'pending', deliveries: [] })
    const late = delivery()
    expect(await web.accept(late, [found])).toEqual(['attached'])
    expect(await web.accept(late, [found])).toEqual(['duplicate'])
    expect(await sweeper.accept(undefined, [found])).toEqual(['duplicate'])
    expect(await web.query.get('evt-1')).toMatchObject({ deliveries: [{ checksum: late.checksum }] })
  })

  it('is worked on by another instance', async () => {
    const [sweeper, worker] = [stores.open('work'), stores.open('work')]
    const seen: unknown[] = []
    const work = await workOn(worker, async (claimed) => {
      seen.push([claimed.id, await claimed.deliveries()])
      return done(claimed)
    })
    await sweeper.accept(undefined, [entry('evt-1')])
    await expect.poll(() => seen).toEqual([['evt-1', []]])
    await work.stop()
  })
})

/** Holds a name until it is told to finish. */
function hold(jobs: JobLedger): {
  readonly started: Promise<void>
  readonly result: Promise<unknown>
  finish(): void
} {
  let start = (): void => {}
  let finish = (): void => {}
  const started = new Promise<void>((resolve) => {
    start = resolve
  })
  const finished = new Promise<void>((resolve) => {
    finish = resolve
  })
  const result = jobs.exclusively('sweep', async () => {
    start()
    await finished
    return 'held'
  })
  return { started, result, finish: () => finish() }
}
