import { expect, it } from 'vitest'
import { delivery, done, entry, workOn } from './support/entries.ts'
import { createStores, withPostgres } from './support/postgres.ts'

withPostgres('acceptIn() in the transaction of the application', () => {
  const stores = createStores('transaction')

  it('stores and wakes when the transaction commits', async () => {
    const inbox = stores.open('commit')
    const ids: string[] = []
    const worker = await workOn(inbox, async (claimed) => {
      ids.push(claimed.id)
      return done(claimed)
    })
    const client = await stores.admin.connect()
    await client.query('BEGIN')
    expect(await inbox.acceptIn(client, delivery(), [entry('commit-1'), entry('commit-2')])).toEqual([
      'accepted',
      'accepted',
    ])
    await worker.idle()
    expect(ids).toEqual([])
    await client.query('COMMIT')
    client.release()
    await expect.poll(() => ids.toSorted()).toEqual(['commit-1', 'commit-2'])
    await worker.stop()
  })

  it('leaves nothing when the transaction is rolled back', async () => {
    const inbox = stores.open('rollback')
    const client = await stores.admin.connect()
    await client.query('BEGIN')
    await inbox.acceptIn(client, delivery(), [entry('rollback-1')])
    await client.query('ROLLBACK')
    client.release()
    expect((await inbox.query.list()).entries).toEqual([])
    expect((await stores.admin.query(`SELECT id FROM ${stores.schema('rollback')}_queue.job`)).rows).toEqual(
      [],
    )
    expect(await inbox.accept(delivery(), [entry('rollback-1')])).toEqual(['accepted'])
  })

  it('leaves the transaction usable when it cannot store', async () => {
    const inbox = stores.open('savepoint')
    const client = await stores.admin.connect()
    await client.query('BEGIN')
    const odd = { ...delivery(), receivedAt: 'never' }
    await expect(inbox.acceptIn(client, odd, [entry('savepoint-1')])).rejects.toThrow('timestamp')
    expect(await inbox.acceptIn(client, delivery(), [entry('savepoint-2')])).toEqual(['accepted'])
    await client.query('COMMIT')
    client.release()
    expect((await inbox.query.list()).entries.map(({ id }) => id)).toEqual(['savepoint-2'])
  })

  it('refuses to run outside of a transaction', async () => {
    const inbox = stores.open('outside')
    await expect(inbox.acceptIn(stores.admin, delivery(), [entry('outside-1')])).rejects.toThrow('SAVEPOINT')
    expect((await inbox.query.list()).entries).toEqual([])
  })
})
