import {
  type ClaimedEntry,
  createPendingLimit,
  createWorker,
  noProgress,
  type Verdict,
  type WorkSource,
} from '@stt-webhooks/core/inbox'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

const entry = (id: string): ClaimedEntry => ({
  ...{ id, endpoint: 'fake', event: undefined, progress: noProgress, reread: false, claims: 1 },
  deliveries: async () => [],
})
const done: Verdict = { state: 'done', progress: noProgress }

/** A store whose next answers a test scripts. */
function createSource(queue: ClaimedEntry[], overrides: Partial<WorkSource> = {}) {
  const settled: string[] = []
  const source: WorkSource = {
    claim: (limit) => queue.splice(0, limit),
    settle: ({ id }) => void settled.push(id),
    nextDue: () => undefined,
    ...overrides,
  }
  return { source, settled }
}

describe('createWorker', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }))
  afterEach(() => void vi.useRealTimers())

  it('goes on after a store that could not be asked, and tells', async () => {
    const claim = vi.fn().mockRejectedValueOnce(new Error('busy')).mockResolvedValue([])
    const onError = vi.fn()
    const worker = createWorker(createSource([], { claim }).source, async () => done, {
      concurrency: 1,
      onError,
    })
    await vi.waitFor(() => expect(onError).toHaveBeenCalledOnce())
    await vi.advanceTimersByTimeAsync(500)
    await worker.idle()
    expect(claim.mock.calls.length).toBeGreaterThan(1)
    await worker.stop()
  })

  it('stores a verdict again until the store takes it, and runs nothing twice', async () => {
    const settle = vi.fn().mockRejectedValueOnce(new Error('full')).mockResolvedValue(undefined)
    const process = vi.fn(async () => done)
    const onError = vi.fn()
    const { source } = createSource([entry('a')], { settle })
    const worker = createWorker(source, process, { concurrency: 1, onError })
    await vi.waitFor(() => expect(onError).toHaveBeenCalledOnce())
    await vi.advanceTimersByTimeAsync(500)
    await worker.idle()
    expect([settle.mock.calls.length, process.mock.calls.length]).toEqual([2, 1])
    await worker.stop()
  })

  it('asks the store nothing more once the last handler ended during stop(), and leaves no timer', async () => {
    let end = (): void => {}
    const process = vi.fn(() => new Promise<Verdict>((resolve) => (end = () => resolve(done))))
    const nextDue = vi.fn(() => 5)
    const { source, settled } = createSource([entry('a')], { nextDue })
    const worker = createWorker(source, process, { concurrency: 2, onError: () => {} })
    await vi.waitFor(() => expect(nextDue).toHaveBeenCalledOnce())
    const stopping = worker.stop()
    end()
    await stopping
    await new Promise(setImmediate)
    expect(settled).toEqual(['a'])
    expect(nextDue).toHaveBeenCalledOnce()
    expect(vi.getTimerCount()).toBe(0)
  })

  it('works on what it was taking when it was stopped, and takes nothing more', async () => {
    let bring = (_claimed: readonly ClaimedEntry[]): void => {}
    const claim = vi.fn(() => new Promise<readonly ClaimedEntry[]>((resolve) => (bring = resolve)))
    const { source, settled } = createSource([], { claim })
    const worker = createWorker(source, async () => done, { concurrency: 2, onError: () => {} })
    await vi.waitFor(() => expect(claim).toHaveBeenCalledOnce())
    const stopped = worker.stop()
    bring([entry('a')])
    await stopped
    expect(settled).toEqual(['a'])
    expect(claim).toHaveBeenCalledOnce()
  })

  it('gives up on a verdict at the third try when it is stopped', async () => {
    const settle = vi.fn().mockRejectedValue(new Error('gone'))
    const { source } = createSource([entry('a')], { settle })
    const worker = createWorker(source, async () => done, { concurrency: 1, onError: () => {} })
    await vi.waitFor(() => expect(settle).toHaveBeenCalled())
    const stopped = worker.stop()
    await vi.advanceTimersByTimeAsync(5_000)
    await stopped
    expect(settle).toHaveBeenCalledTimes(3)
  })

  it('sleeps until something is due', async () => {
    const queue: ClaimedEntry[] = []
    const { source, settled } = createSource(queue, { nextDue: () => 5_000 })
    const worker = createWorker(source, async () => done, { concurrency: 1, onError: () => {} })
    await worker.idle()
    queue.push(entry('a'))
    await vi.advanceTimersByTimeAsync(4_999)
    expect(settled).toEqual([])
    await vi.advanceTimersByTimeAsync(1)
    await worker.idle()
    expect(settled).toEqual(['a'])
    await worker.stop()
  })

  it('tells when its last verdict is stored, once', async () => {
    const stopped = vi.fn()
    const { source, settled } = createSource([entry('a'), entry('b'), entry('c')])
    const worker = createWorker(source, async () => done, { concurrency: 2, onError: () => {} }, stopped)
    await worker.idle()
    expect(settled).toEqual(['a', 'b', 'c'])
    await Promise.all([worker.stop(), worker.stop()])
    expect(stopped).toHaveBeenCalledOnce()
  })
})

describe('createPendingLimit', () => {
  it('counts by itself between two looks at the store, and looks at every delivery when it is full', async () => {
    const clock = { now: 0 }
    let pending = 0
    const count = vi.fn(() => pending)
    const limit = createPendingLimit(3, count, () => clock.now)
    for (let one = 0; one < 3; one++) {
      await limit.check()
      limit.add(1)
    }
    expect(count).toHaveBeenCalledOnce()
    pending = 3
    for (let one = 0; one < 2; one++)
      await expect(limit.check()).rejects.toMatchObject({ code: 'overloaded' })
    expect(count).toHaveBeenCalledTimes(3)
    pending = 1
    await limit.check()
    clock.now = 1_000
    await limit.check()
    expect(count).toHaveBeenCalledTimes(5)
  })
})
