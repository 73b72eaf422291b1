import assert from 'node:assert/strict'
import type { Check } from '../checks.ts'
import { type Bench, benchCheck, type Setting } from './bench.ts'
import { done, found, noting, put } from './direct.ts'
import { completed, idOf } from './example-job.ts'

/** A process that ends in order leaves nothing half done. */
export function stoppingChecks(setting: Setting): readonly Check[] {
  const check = (name: string, run: (bench: Bench) => Promise<void>) => benchCheck(setting, name, run)
  const checks = [
    check('stop() answers 503, waits for the handlers that run, and keeps what they did', async (bench) => {
      const inbox = await bench.open()
      const gate = bench.gate()
      const app = bench.serve(inbox, { concurrency: 1 })
      app.handle('save', () => gate.passed)
      await app.receiver.start()
      await app.send(completed('job-1'))
      await bench.until('a handler runs', () => app.runs.length === 1)
      await app.send(completed('job-2'))
      let stopped = false
      const stopping = app.receiver.stop().then(() => {
        stopped = true
      })
      assert.equal((await app.send(completed('job-3'))).status, 503)
      assert.equal(stopped, false)
      gate.open()
      await stopping
      assert.equal(app.runs.length, 1, 'it took another event while it stopped')
      const next = await bench.reopen(inbox)
      const states = [1, 2, 3].map(async (job) => (await next.query.get(idOf(`job-${job}`)))?.state)
      assert.deepEqual(await Promise.all(states), ['done', 'pending', undefined])
    }),
    check('a worker that was stopped takes nothing more, and its verdicts are stored', async (bench) => {
      const inbox = await bench.open()
      const gate = bench.gate()
      const { process, claimed } = noting(async (entry) => {
        await gate.passed
        return done(entry)
      })
      // With room for one, no look for another is under way: that one could still bring something.
      const worker = await bench.work(inbox, process, 1)
      await put(bench, inbox, 'job-1')
      await bench.until('it is worked on', () => claimed.length === 1)
      const stopped = worker.stop()
      await put(bench, inbox, 'job-2')
      worker.wake()
      gate.open()
      await Promise.all([stopped, worker.stop(), worker.idle()])
      assert.equal(claimed.length, 1)
      assert.equal((await found(inbox, idOf('job-1'))).state, 'done')
      assert.equal((await found(inbox, idOf('job-2'))).state, 'pending')
    }),
    check('close() may be called twice, and on an inbox that did nothing', async (bench) => {
      const idle = await bench.open()
      await idle.close()
      await idle.close()
    }),
  ]
  const released = check('what outlasts stop() goes back and is run by the next process', async (bench) => {
    const inbox = await bench.open()
    const gate = bench.gate()
    const app = bench.serve(inbox)
    app.handle('quick')
    app.handle('slow', () => gate.passed)
    await app.receiver.start()
    await app.send(completed('job-1'))
    await bench.until('both handlers run', () => app.runs.length === 2)
    await app.receiver.stop({ timeoutMs: 1 })
    const next = await bench.open()
    const successor = bench.serve(next)
    for (const name of ['quick', 'slow']) successor.handle(name)
    await successor.receiver.start()
    await bench.until('its handler runs again', () => successor.runs.length > 0)
    await bench.idle()
    assert.deepEqual(
      successor.runs.map(({ handler, attempt }) => [handler, attempt]),
      [['slow', 1]],
    )
    assert.equal((await found(next, idOf('job-1'))).state, 'done')
  })
  return setting.subject.durable ? [...checks, released] : checks
}
