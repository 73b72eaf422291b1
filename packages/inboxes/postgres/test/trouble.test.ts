import { expect, it } from 'vitest'
import { inboxPostgres } from '../src/index.ts'
import { delivery, done, entry, workOn } from './support/entries.ts'
import { createStores, withPostgres } from './support/postgres.ts'

withPostgres('trouble with the server', () => {
  const stores = createStores('trouble')

  it('rejects what was under way when its connection was killed, and stores the same delivery after', async () => {
    const schema = stores.schema('killed')
    const inbox = stores.open('killed')
    await inbox.accept(delivery(), [entry('before')])
    await stores.admin.query(`
      CREATE FUNCTION ${schema}.die() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$;
      CREATE TRIGGER die AFTER INSERT ON ${schema}.deliveries EXECUTE FUNCTION ${schema}.die()`)
    const results = await Promise.allSettled(
      ['killed-1', 'killed-2'].map((id) => inbox.accept(delivery(), [entry(id)])),
    )
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    await stores.admin.query(`DROP TRIGGER die ON ${schema}.deliveries`)
    expect(await inbox.query.get('killed-1')).toBeUndefined()
    expect(await inbox.accept(delivery(), [entry('killed-1')])).toEqual(['accepted'])
  })

  it('goes on working and listening after every connection was killed', async () => {
    const [inbox, other] = [stores.open('restart'), stores.open('restart')]
    const ids: string[] = []
    const errors: unknown[] = []
    const worker = await workOn(
      inbox,
      async (claimed) => {
        ids.push(claimed.id)
        return done(claimed)
      },
      errors,
    )
    await other.accept(delivery(), [entry('first')])
    await expect.poll(() => ids).toEqual(['first'])
    await stores.disconnect('restart')
    await expect.poll(() => errors.length).toBeGreaterThan(0)
    await expect
      .poll(() => other.accept(delivery(), [entry('second')]).catch(() => 'not yet'))
      .toEqual(['accepted'])
    await expect.poll(() => ids, { timeout: 10_000 }).toEqual(['first', 'second'])
    await worker.stop()
  })

  it('finds an entry whose job was deleted by hand', async () => {
    const inbox = stores.open('lost')
    await inbox.accept(delivery(), [entry('lost-1')])
    const { rowCount } = await stores.admin.query(`DELETE FROM ${stores.schema('lost')}_queue.job`)
    expect(rowCount).toBe(1)
    const ids: string[] = []
    const worker = await workOn(inbox, async (claimed) => {
      ids.push(claimed.id)
      return done(claimed)
    })
    await expect.poll(() => ids).toEqual(['lost-1'])
    await worker.stop()
  })

  it('leaves no job behind', async () => {
    const inbox = stores.open('clean')
    await inbox.accept(delivery(), [entry('clean-1')])
    const worker = await workOn(inbox, async (claimed) => done(claimed))
    await expect.poll(async () => (await inbox.query.stats()).done).toBe(1)
    await worker.stop()
    expect((await stores.admin.query(`SELECT id FROM ${stores.schema('clean')}_queue.job`)).rows).toEqual([])
  })

  it('is on disk when it is acknowledged, whatever the database has for a default', async () => {
    const schema = stores.schema('durable')
    const inbox = stores.open('durable', { connection: '-c synchronous_commit=off' })
    await inbox.query.stats()
    await stores.admin.query(`
      CREATE TABLE ${schema}.seen (setting text);
      CREATE FUNCTION ${schema}.look() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN INSERT INTO ${schema}.seen VALUES (current_setting('synchronous_commit')); RETURN NULL; END $$;
      CREATE TRIGGER look AFTER INSERT ON ${schema}.deliveries EXECUTE FUNCTION ${schema}.look()`)
    await inbox.accept(delivery(), [entry('durable-1')])
    expect((await stores.admin.query(`SELECT setting FROM ${schema}.seen`)).rows).toEqual([{ setting: 'on' }])
  })

  it('stores what Postgres has no text for, and refuses only what it cannot hold', async () => {
    const inbox = stores.open('odd')
    const odd = { ...delivery(), receivedAt: 'never' }
    const results = await Promise.allSettled([
      inbox.accept(delivery(), [entry('odd-1', { jobId: 'a\0b' })]),
      inbox.accept(odd, [entry('odd-2')]),
      inbox.accept(delivery(), [entry('odd-3', { jobId: 'x'.repeat(100_000) })]),
    ])
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect((await inbox.query.get('odd-1'))?.event?.jobId).toBe('a\0b')
    expect(await inbox.query.erase({ endpoint: 'fake', jobId: 'a\0b' })).toBe(1)
  })
})

it('rejects promptly while no server is there', async () => {
  const inbox = inboxPostgres({ connectionString: 'postgres://nobody@127.0.0.1:1/nothing' })
  await expect(inbox.accept(delivery(), [entry('nowhere')])).rejects.toThrow('ECONNREFUSED')
  await inbox.close()
  await expect(inbox.accept(delivery(), [entry('nowhere')])).rejects.toThrow('is closed')
})

it('says at construction what is wrong with an option', () => {
  const connectionString = 'postgres://127.0.0.1/test'
  // @ts-expect-error neither a connection string nor a pool
  expect(() => inboxPostgres({})).toThrow('`connectionString` or a `pool`')
  expect(() => inboxPostgres({ connectionString, schema: 'Mine; DROP' })).toThrow('`schema`')
  expect(() => inboxPostgres({ connectionString, leaseMs: 0 })).toThrow('`leaseMs`')
})
