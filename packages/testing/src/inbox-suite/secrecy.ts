import assert from 'node:assert/strict'
import { Buffer } from 'node:buffer'
import type { Check } from '../checks.ts'
import { type Bench, benchCheck, type OpenInbox, type Setting } from './bench.ts'
import { completed, signed } from './example-job.ts'

/** Nothing that is kept helps to forge a delivery. */
export function secrecyChecks(setting: Setting): readonly Check[] {
  const check = (name: string, run: (bench: Bench) => Promise<void>) => benchCheck(setting, name, run)
  return [
    check('no credential, signature or token of a delivery is kept', async (bench) => {
      const inbox = await bench.open()
      const app = bench.serve(inbox, {
        publicUrl: 'https://example.com',
        callbackSecrets: 'a callback secret of thirty-two bytes',
        provider: { keeps: { headers: ['x-kind'], secretParameters: ['key'] } },
      })
      const urls = (['path', 'query'] as const).map((form) =>
        app.receiver.callbackUrl('example', { form, metadata: { order: 7 } }),
      )
      for (const [index, url] of urls.entries()) {
        const delivery = signed(completed(`job-${index}`))
        const secrets = { 'x-kind': 'kept', authorization: 'Bearer hidden', cookie: 'id=hidden' }
        const headers = { ...delivery.headers, ...secrets }
        const separator = url.includes('?') ? '&' : '?'
        const receipt = await app.sendSigned({
          ...delivery,
          url: `${url}${separator}key=hidden&name=open`,
          headers,
        })
        assert.deepEqual([receipt.status, receipt.reason], [200, undefined])
        const kept = await textOf(inbox)
        const signature = delivery.headers['x-example-signature'] ?? ''
        for (const secret of ['hidden', 'cb1.', signature])
          assert.equal(kept.includes(secret), false, `${secret} is kept`)
        for (const open of ['kept', 'name=open', '"order":7'])
          assert.ok(kept.includes(open), `${open} is lost`)
      }
    }),
  ]
}

/** Everything that can be had of an inbox. */
async function textOf({ query }: OpenInbox): Promise<string> {
  const { entries } = await query.list()
  const details = await Promise.all(entries.map(({ id }) => query.get(id)))
  const bodies = details.flatMap((entry) => entry?.deliveries.map(({ body }) => Buffer.from(body).toString()))
  return JSON.stringify([entries, details, bodies])
}
