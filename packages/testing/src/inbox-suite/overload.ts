import assert from 'node:assert/strict'
import type { Check } from '../checks.ts'
import { toRequest } from '../deliver.ts'
import { type Bench, benchCheck, type Setting } from './bench.ts'
import { noting, put, putUnreadable } from './direct.ts'
import { completed, idOf, signed } from './example-job.ts'

/** More than it can hold is refused, so that the service sends it again, and what is refused leaves nothing behind. */
export function overloadChecks(setting: Setting): readonly Check[] {
  const check = (name: string, run: (bench: Bench) => Promise<void>) => benchCheck(setting, name, run)
  return [
    check(
      'a full inbox is answered 503 with retry-after, and takes the same delivery when there is room',
      async (bench) => {
        const inbox = await bench.open({ maxPending: 3 })
        const app = bench.serve(inbox)
        app.handle('save')
        for (let job = 0; job < 3; job++) assert.equal((await app.send(completed(`job-${job}`))).status, 200)
        const answer = await app.receiver.handle(toRequest(signed(completed('excess'))))
        assert.equal(answer?.status, 503)
        assert.match(answer?.headers['retry-after'] ?? '', /^\d+$/)
        assert.equal(await inbox.query.get(idOf('excess')), undefined)
        await app.receiver.start()
        await bench.idle()
        const again = await app.send(completed('excess'))
        assert.deepEqual([again.status, again.outcome], [200, 'accepted'])
        await bench.idle()
        assert.deepEqual(app.ranFor('excess'), ['save'])
      },
    ),
    check('a full inbox rejects with the code `overloaded`', async (bench) => {
      const inbox = await bench.open({ maxPending: 1 })
      await put(bench, inbox, 'job-1')
      await assert.rejects(put(bench, inbox, 'job-2'), { name: 'WebhookError', code: 'overloaded' })
    }),
    check('what is done, dead, stale or in quarantine takes no room', async (bench) => {
      const inbox = await bench.open({ maxPending: 2 })
      await putUnreadable(bench, inbox, '?')
      const { process } = noting(({ event, progress }) => ({
        state: event?.jobId === 'dead' ? 'dead' : 'done',
        progress,
      }))
      await bench.work(inbox, process)
      for (const jobId of ['dead', 'a', 'b', 'c', 'd']) {
        assert.equal(await put(bench, inbox, jobId), 'accepted')
        await bench.idle()
        assert.equal(await put(bench, inbox, jobId, { phase: 'processing' }), 'stale')
      }
    }),
  ]
}
