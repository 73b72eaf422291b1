import { WebhookError } from '@stt-webhooks/core/inbox'
import type { ClientBase } from 'pg'
import { select } from './transaction.ts'

/**
 * Each takes the schema one version further. They are never changed: a new one is added. During a rolling deploy the version before still
 * runs, so its statements must work after a migration.
 */
const migrations: readonly ((schema: string) => string)[] = [
  (schema) => `
  -- The truth: what a job of the queue says is looked up here.
  CREATE SEQUENCE ${schema}.batches INCREMENT BY 100000;
  CREATE TABLE ${schema}.entries (
    id          text COLLATE "C" PRIMARY KEY,
    number      bigint NOT NULL,                  -- in the order of arrival: a batch, and the place in it
    state       text NOT NULL,                    -- pending, done, dead, stale, quarantined
    due_at      timestamptz NOT NULL,             -- matters while pending
    owner       uuid,                             -- the worker that has it
    endpoint    text NOT NULL,
    provider    text NOT NULL,
    product     text,
    type        text,
    job_id      text,
    job         uuid,                             -- hash of endpoint, job id and product: never two of one at the same time
    rank        smallint NOT NULL,
    received_at timestamptz NOT NULL,
    claims      integer NOT NULL DEFAULT 0,       -- since the last verdict
    revision    integer NOT NULL DEFAULT 0,       -- counts what was attached
    reread      boolean NOT NULL DEFAULT false,
    bodies      boolean NOT NULL DEFAULT true,    -- false once their retention is over
    reason      text,
    progress    json NOT NULL,
    event       json                              -- json, not jsonb: an event may hold \\u0000
  );
  -- Only what can be claimed, so that the next to claim is found without a sort.
  CREATE INDEX entries_due ON ${schema}.entries (due_at, number) WHERE state = 'pending' AND owner IS NULL;
  CREATE INDEX entries_received ON ${schema}.entries (received_at);
  CREATE INDEX entries_failed ON ${schema}.entries (received_at) WHERE state IN ('dead', 'quarantined');
  CREATE INDEX entries_bodies ON ${schema}.entries (received_at) WHERE state IN ('done', 'stale') AND bodies;
  -- Serves for the job too, which is made of the id that the service gave it, and of no other.
  CREATE INDEX entries_job_id ON ${schema}.entries USING hash (job_id);
  CREATE INDEX entries_owner ON ${schema}.entries (owner) WHERE owner IS NOT NULL;
  CREATE UNIQUE INDEX entries_running ON ${schema}.entries (job) WHERE owner IS NOT NULL AND job IS NOT NULL;

  CREATE TABLE ${schema}.deliveries (
    entry       text COLLATE "C" NOT NULL,         -- no foreign key: it would cost a look-up for every delivery
    number      bigint GENERATED ALWAYS AS IDENTITY,
    checksum    text NOT NULL,
    endpoint    text NOT NULL,
    provider    text NOT NULL,
    method      text NOT NULL,
    url         text NOT NULL,
    headers     json NOT NULL,
    received_at text NOT NULL,
    verified_by text NOT NULL,
    callback    json,
    body        bytea NOT NULL,
    PRIMARY KEY (entry, number)
  );

  CREATE TABLE ${schema}.workers (
    id          uuid PRIMARY KEY,
    alive_until timestamptz NOT NULL
  );

  -- Expected jobs, and what sweeps remember.
  CREATE TABLE ${schema}.jobs (
    number         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    endpoint       text NOT NULL,
    id_hash        uuid,                          -- of the job's id; null until somebody knows it
    reference_hash uuid,
    check_at       double precision NOT NULL,     -- milliseconds since 1970
    final          boolean NOT NULL,
    submitted_at   timestamptz NOT NULL,
    job            json NOT NULL
  );
  CREATE UNIQUE INDEX jobs_by_id ON ${schema}.jobs (endpoint, id_hash) WHERE id_hash IS NOT NULL;
  CREATE UNIQUE INDEX jobs_by_reference ON ${schema}.jobs (endpoint, reference_hash) WHERE reference_hash IS NOT NULL;
  CREATE INDEX jobs_open ON ${schema}.jobs (endpoint, check_at, number) WHERE NOT final;
  CREATE INDEX jobs_final ON ${schema}.jobs (submitted_at) WHERE final;

  CREATE TABLE ${schema}.hints (
    endpoint    text NOT NULL,
    id_hash     uuid NOT NULL,
    number      bigint GENERATED ALWAYS AS IDENTITY,
    job_id      text NOT NULL,
    PRIMARY KEY (endpoint, id_hash)
  );
  CREATE INDEX hints_newest ON ${schema}.hints (endpoint, number);

  CREATE TABLE ${schema}.marks (
    name        text PRIMARY KEY,
    value       text NOT NULL
  );
  `,
]

/**
 * Brings the schema to this version. Called with the migration lock held.
 * @throws WebhookError `not_stored` for a schema of a newer version
 */
export async function migrate(client: ClientBase, schema: string): Promise<void> {
  const version = await versionOf(client, schema)
  if (version > migrations.length) {
    throw new WebhookError(
      'not_stored',
      `The schema "${schema}" was made by a newer @stt-webhooks/inbox-postgres (version ${version}, this one knows ${migrations.length}). Update the package.`,
    )
  }
  if (version === migrations.length) return
  await client.query('BEGIN')
  await makeSchema(client, schema)
  await client.query(`CREATE TABLE IF NOT EXISTS ${schema}.migrations (version integer PRIMARY KEY)`)
  for (const [index, migration] of migrations.entries()) {
    if (index < version) continue
    await client.query(migration(schema))
    await client.query(`INSERT INTO ${schema}.migrations VALUES ($1)`, [index + 1])
  }
  await client.query('COMMIT')
}

/** To make a schema that exists needs the right to make schemas, `IF NOT EXISTS` or not. */
export async function makeSchema(client: ClientBase, schema: string): Promise<void> {
  const [found] = await select<{ exists: boolean }>(
    client,
    'SELECT to_regnamespace($1) IS NOT NULL AS exists',
    [schema],
  )
  if (found?.exists !== true) await client.query(`CREATE SCHEMA ${schema}`)
}

async function versionOf(client: ClientBase, schema: string): Promise<number> {
  const [table] = await select<{ exists: boolean }>(client, 'SELECT to_regclass($1) IS NOT NULL AS exists', [
    `${schema}.migrations`,
  ])
  if (table?.exists !== true) return 0
  const [row] = await select<{ version: number }>(
    client,
    `SELECT coalesce(max(version), 0)::integer AS version FROM ${schema}.migrations`,
  )
  return row?.version ?? 0
}
