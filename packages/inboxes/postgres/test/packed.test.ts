import type { ClaimedEntry, NewEntry } from '@stt-webhooks/core/inbox'
import { fakeEvent } from '@stt-webhooks/testing'
import { expect, it } from 'vitest'
import { delivery, done, entry, workOn } from './support/entries.ts'
import { createStores, withPostgres } from './support/postgres.ts'

withPostgres('an event whose raw is the body that it came with', () => {
  const stores = createStores('packed')
  const body = '{"id":"job-1","text":"naïve"}'

  function packed(id: string, raw: unknown = JSON.parse(body)): NewEntry {
    return { ...entry(id), event: fakeEvent('transcript.completed', { id, jobId: id, raw }), rawIsBody: true }
  }

  it('is stored without it, and comes back with it', async () => {
    const inbox = stores.open('once')
    const accepted = packed('once-1')
    await inbox.accept(delivery(Date.now(), body), [accepted])
    const { rows } = await stores.admin.query(`SELECT event::text FROM ${stores.schema('once')}.entries`)
    expect(rows[0].event).not.toContain('naïve')
    expect((await inbox.query.get('once-1'))?.event).toEqual(accepted.event)
    const claimed: ClaimedEntry[] = []
    const worker = await workOn(inbox, async (one) => {
      claimed.push(one)
      return done(one)
    })
    await worker.idle()
    expect(claimed).toMatchObject([{ id: 'once-1', event: accepted.event }])
    await worker.stop()
  })

  it('is whole after a richer copy was attached', async () => {
    const inbox = stores.open('attached')
    await inbox.accept(delivery(Date.now(), body), [packed('attached-1')])
    const more = packed('attached-1', { more: true })
    expect(await inbox.accept(delivery(Date.now(), '{"more":true}'), [more])).toEqual(['attached'])
    expect((await inbox.query.get('attached-1'))?.event?.raw).toEqual({ ...JSON.parse(body), more: true })
  })

  it('is read again if the body is damaged, and a richer copy takes its place', async () => {
    const inbox = stores.open('damaged')
    const all = [packed('damaged-1'), packed('damaged-2')]
    await inbox.accept(delivery(Date.now(), body), all)
    await stores.admin.query(`UPDATE ${stores.schema('damaged')}.deliveries SET body = 'x'`)
    const more = packed('damaged-2', { more: true })
    expect(await inbox.accept(delivery(Date.now(), '{"more":true}'), [more])).toEqual(['attached'])
    const claimed: ClaimedEntry[] = []
    const worker = await workOn(inbox, async (one) => {
      claimed.push(one)
      return done(one)
    })
    await worker.idle()
    expect(claimed).toMatchObject([
      { id: 'damaged-1', event: undefined },
      { id: 'damaged-2', event: more.event },
    ])
    await worker.stop()
  })
})
