import { inboxMemory } from '@stt-webhooks/core'
import { speechmatics } from '@stt-webhooks/speechmatics'
import { fakeApi, type SpeechmaticsFakeApi, simulator } from '@stt-webhooks/speechmatics/testing'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Bench, createBench, day, minute } from './support/bench.ts'

// What is wrong with the notification example of Speechmatics, a client, a server and a cron job, and not wrong here.
// https://github.com/speechmatics/speechmatics-python, examples/notification_flow

const secret = 'a secret of the tests'
const endpoint = 'speechmatics'
const start = Date.UTC(2026, 10, 21, 10)
const simulate = simulator({ secret })

let api: SpeechmaticsFakeApi
let clock: { now: number }
let bench: Bench

const providerOf = () => speechmatics({ secret, apiKey: 'fake-key', transport: api.transport })
const find = (jobId: string) => bench.receiver.jobs.find({ endpoint, jobId })
const expectJob = (jobId: string) => bench.receiver.jobs.expect({ endpoint, jobId })
const singles = () =>
  api.requests.filter(({ path }) => /^\/v2\/jobs\/[^/]+$/.test(path)).map(({ path }) => path)

function addJob(job: Parameters<SpeechmaticsFakeApi['addJob']>[0]): void {
  api.addJob({ createdAt: new Date(start).toISOString(), ...job })
}

beforeEach(async () => {
  api = await fakeApi({ examples: false })
  clock = { now: start }
  bench = await createBench({ provider: providerOf(), clock })
})

afterEach(async () => {
  await bench.receiver.stop()
  await api.close()
})

describe('the defects of the notification example', () => {
  it.each([
    'success.json-v2',
    'success.txt',
    'success.txt.speakers',
    'success.srt',
    'success.jobinfo',
    'success.empty',
    'success.data',
    'success.multipart',
    'success.multipart.data',
    'success.multipart.data_file',
  ] as const)(
    '1: its parts do not fit, so that transcripts are lost; here %s leads to the transcript',
    async (form) => {
      addJob({ id: 'a', status: 'done' })
      expect(await bench.send(simulate.simulate(form, { jobId: 'a' }))).toBe(200)
      expect(bench.events).toMatchObject([{ type: 'transcript.completed', jobId: 'a', source: 'webhook' }])
      expect(bench.texts).toEqual([expect.stringContaining('Good morning')])
    },
  )

  it('1: and it truncates the good file of an earlier delivery; here one that holds less takes nothing away', async () => {
    addJob({ id: 'a', status: 'done' })
    await bench.send(simulate.simulate('success.json-v2', { jobId: 'a' }))
    expect(await bench.send(simulate.simulate('success.empty', { jobId: 'a' }))).toBe(200)
    const [entry] = (await bench.inbox.query.list()).entries
    const stored = await bench.inbox.query.get(entry?.id ?? '')
    expect(stored?.event).toMatchObject({ transcripts: [{ text: expect.stringContaining('Good morning') }] })
    expect(bench.events).toHaveLength(1)
  })

  it('2: the notice of a failure without a body leaves the row running; here it is a failure, with its reason', async () => {
    await expectJob('a')
    addJob({ id: 'a', status: 'rejected' })
    expect(await bench.send(simulate.simulate('error.empty', { jobId: 'a' }))).toBe(200)
    expect(bench.events).toMatchObject([
      {
        type: 'transcript.failed',
        jobId: 'a',
        error: { message: expect.stringContaining('unable to fetch') },
      },
    ])
    expect(await find('a')).toMatchObject({ state: 'failed' })
  })

  it('3: anyone can finish a job and choose the name of a file; here a forgery changes nothing', async () => {
    await expectJob('a')
    addJob({ id: 'a', status: 'running' })
    const forger = simulator({ secret: 'a guess' })
    for (const jobId of ['a', '../pwned']) expect(await bench.send(forger.completed({ jobId }))).toBe(401)
    await bench.sweep()
    expect(bench.events).toEqual([])
    expect((await bench.inbox.query.list()).entries).toEqual([])
    expect(await find('a')).toMatchObject({ state: 'running' })
  })

  it('4: it submits before it inserts; here a webhook that is faster than the id finds its job by the reference', async () => {
    await bench.receiver.jobs.expect({ endpoint, reference: 'order-1' })
    addJob({ id: 'a', status: 'done', fields: { config: { tracking: { reference: 'order-1' } } } })
    const url = '/webhooks/stt/speechmatics?reference=order-1'
    await bench.send(simulator({ secret, url }).simulate('success.txt', { jobId: 'a' }))
    expect(await find('a')).toMatchObject({ state: 'completed', reference: 'order-1' })
    await bench.receiver.jobs.expect({ endpoint, reference: 'order-1', jobId: 'a' })
    expect(await find('a')).toMatchObject({ state: 'completed' })
  })

  it('4: and a crash between the two orphans a paid job; here the sweep finds it by the reference', async () => {
    await bench.receiver.jobs.expect({ endpoint, reference: 'order-1' })
    addJob({ id: 'a', status: 'done', fields: { config: { tracking: { reference: 'order-1' } } } })
    await bench.sweep()
    expect(await find('a')).toMatchObject({ state: 'completed', reference: 'order-1', endedBy: 'sweep' })
    expect(bench.texts).toHaveLength(1)
  })

  it('5: it says done before the transcript is stored; here nothing is said until everything is', async () => {
    const memory = inboxMemory({ now: () => clock.now })
    let isFull = true
    const inbox: typeof memory = {
      ...memory,
      accept: (...parameters) =>
        isFull ? Promise.reject(new Error('disk full')) : memory.accept(...parameters),
    }
    await bench.receiver.stop()
    bench = await createBench({ provider: providerOf(), clock, inbox })
    await expectJob('a')
    expect(await bench.send(simulate.completed({ jobId: 'a' }))).toBe(503)
    expect(await find('a')).toMatchObject({ state: 'submitted' })
    isFull = false
    expect(await bench.send(simulate.completed({ jobId: 'a' }))).toBe(200)
    expect(await find('a')).toMatchObject({ state: 'completed' })
    expect(bench.texts).toHaveLength(1)
  })

  it('6: its cron job copies the status only; here the handlers get the event, and from it the transcript', async () => {
    await expectJob('a')
    addJob({ id: 'a', status: 'done' })
    await bench.sweep()
    expect(bench.events).toMatchObject([{ type: 'transcript.completed', jobId: 'a', source: 'sweep' }])
    expect(bench.texts).toEqual([expect.stringContaining('Good morning')])
  })

  it('7: it dies of the first 404; here a job that is gone is lost, and those behind it are not', async () => {
    for (const jobId of ['gone', 'a', 'b']) await expectJob(jobId)
    addJob({ id: 'a', status: 'done' })
    addJob({ id: 'b', status: 'rejected' })
    bench.advance(40 * minute)
    expect(await bench.sweep()).toMatchObject({ outcome: 'swept', failed: 0 })
    expect(await find('gone')).toMatchObject({ state: 'lost' })
    expect(await find('a')).toMatchObject({ state: 'completed' })
    expect(await find('b')).toMatchObject({ state: 'failed' })
    expect(bench.events.find(({ jobId }) => jobId === 'gone')).toMatchObject({
      ...{ type: 'transcript.failed', error: { code: 'lost' } },
    })
  })

  it('8: it asks for every running job at every run, and waits; here a list tells of all of them', async () => {
    const ids = Array.from({ length: 50 }, (_, index) => `job-${index}`)
    for (const id of ids) {
      await expectJob(id)
      addJob({ id, status: 'running' })
    }
    for (let run = 0; run < 10; run++) {
      bench.advance(10 * minute)
      await bench.sweep()
    }
    expect(singles()).toEqual([])
    // A page of jobs, and what it takes to learn that there are no more.
    expect(api.requests).toHaveLength(3 * 10)
  })

  it('8: and it has no lock against another run; here the second one is turned away', async () => {
    const other = await createBench({ provider: providerOf(), clock, inbox: bench.inbox })
    const swept = await Promise.all([bench.sweep(), other.sweep()])
    expect(swept.map(({ outcome }) => outcome).sort()).toEqual(['busy', 'swept'])
    await other.receiver.stop()
  })

  it('8: and each question may be held back by the service; here each says that it will not wait', async () => {
    await expectJob('gone')
    bench.advance(40 * minute)
    await bench.sweep()
    const asked = api.requests.filter(({ path }) => path === '/v2/jobs/gone')
    expect(asked.length).toBeGreaterThan(0)
    expect(asked.every(({ query }) => query.get('wait') === '0')).toBe(true)
  })

  it('9: it has no times, no deadline and no alarm; here a job that never ends is told of before it expires', async () => {
    await expectJob('a')
    addJob({ id: 'a', status: 'running' })
    expect(await find('a')).toMatchObject({
      ...{ submittedAt: '2026-11-21T10:00:00.000Z', expectedAt: '2026-11-21T10:30:00.000Z' },
    })
    for (let days = 0; days < 6.5; days += 0.5) {
      bench.advance(day / 2)
      await bench.sweep()
    }
    expect(bench.events).toMatchObject([{ type: 'transcript.overdue', jobId: 'a' }])
    expect(await bench.receiver.health()).toMatchObject({
      endpoints: [{ open: 1, sweptAt: new Date(clock.now).toISOString() }],
    })
  })

  it('10: a late answer overwrites a final state; here what has ended stays so', async () => {
    await expectJob('a')
    addJob({ id: 'a', status: 'running' })
    // The list is read while the webhook arrives.
    const sweeping = bench.sweep()
    await bench.send(simulate.completed({ jobId: 'a' }))
    await sweeping
    bench.advance(40 * minute)
    await bench.sweep()
    expect(await find('a')).toMatchObject({ state: 'completed', endedBy: 'webhook' })
  })

  it('10: and unknown jobs are answered and forgotten; here they are events like all others', async () => {
    expect(await bench.send(simulate.completed({ jobId: 'unknown' }))).toBe(200)
    expect(bench.events).toMatchObject([{ type: 'transcript.completed', jobId: 'unknown' }])
    expect(await find('unknown')).toBeUndefined()
  })

  it('11: PUT is 405, and a missing status 500; here the one is an event, and the other is kept', async () => {
    addJob({ id: 'a', status: 'done' })
    expect(await bench.send(simulate.simulate('success.json-v2.put', { jobId: 'a' }))).toBe(200)
    const { url, ...rest } = simulate.simulate('success.empty', { jobId: 'b' })
    expect(await bench.send({ ...rest, url: url.replace('&status=success', '') })).toBe(200)
    expect(bench.events).toMatchObject([
      { type: 'transcript.completed', jobId: 'a' },
      { type: 'webhook.unrecognized' },
    ])
  })
})
