import assert from 'node:assert/strict'
import type { Check } from '../checks.ts'
import { onBench, type Setting } from './bench.ts'
import { oddBodies } from './bodies.ts'
import { path, signed } from './example-delivery.ts'

/** What is not ours belongs to the host, body and all. */
export function routingChecks(setting: Setting): readonly Check[] {
  return [
    {
      name: 'a foreign route gets its request, with a body that nobody has read',
      run: () =>
        onBench(setting, {}, async ({ send, passed, receiver }) => {
          for (const body of [...Object.values(oddBodies), signed().body]) {
            const answer = await send({
              path: '/foreign',
              headers: { 'content-type': 'application/json' },
              body,
            })
            assert.equal(answer.status, 200)
            assert.ok(answer.body.equals(body), 'the route got another body than was sent')
          }
          assert.equal(passed(), 3, 'the middleware behind ours was not called')
          assert.deepEqual(receiver.counts(), {})
        }),
    },
    {
      name: 'an unknown path, and an unknown endpoint under our path, get the 404 of the host',
      run: () =>
        onBench(setting, {}, async ({ send, passed, receiver }) => {
          const paths = [
            '/nowhere',
            '/webhooks/stt',
            '/webhooks/stt/',
            '/webhooks/stt/unknown',
            `${path}/token/more`,
          ]
          for (const unknown of paths) {
            assert.equal((await send({ ...signed(), path: unknown })).status, 404, unknown)
          }
          assert.equal(passed(), paths.length)
          assert.deepEqual(receiver.counts(), {})
        }),
    },
    {
      name: 'a wrong method is answered 405, with the methods that are allowed',
      run: () =>
        onBench(setting, {}, async ({ send, passed }) => {
          for (const method of ['GET', 'PUT', 'DELETE']) {
            const answer = await send({ method, path })
            assert.equal(answer.status, 405, method)
            assert.equal(answer.headers.allow, 'POST', method)
          }
          assert.equal(passed(), 0)
        }),
    },
    {
      name: 'mounted under a prefix, the path is still the whole one',
      run: () =>
        onBench(setting, { mount: '/webhooks' }, async ({ send, events }) => {
          assert.equal((await send(signed())).status, 200)
          assert.equal((await send({ ...signed(), path: '/webhooks/stt/unknown' })).status, 404)
          assert.equal((await send({ ...signed(), path: '/webhooks/webhooks/stt/example' })).status, 404)
          assert.equal(events.length, 1)
        }),
    },
  ]
}
