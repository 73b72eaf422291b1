import { WebhookError } from '@stt-webhooks/core/inbox'
import type { Database } from './database.ts'

/**
 * Each takes the schema one version further, and the file's `user_version` says how many were made. They are never changed: a new one is
 * added. During a rolling deploy the version before still runs, so its statements must work after a migration.
 */
const migrations: readonly string[] = [
  `
  -- One per event, small: what is large lies in tables of its own, so that a change of state writes little.
  CREATE TABLE entries (
    number      INTEGER PRIMARY KEY,
    id          TEXT NOT NULL UNIQUE,
    state       TEXT NOT NULL,
    due_at      INTEGER NOT NULL,              -- milliseconds since 1970; matters while pending
    endpoint    TEXT NOT NULL,
    provider    TEXT NOT NULL,
    product     TEXT,
    type        TEXT,
    job_id      TEXT,
    job         TEXT,
    rank        INTEGER NOT NULL,
    received_at TEXT NOT NULL,                 -- ISO 8601
    reason      TEXT,
    progress    TEXT,                          -- JSON; null before the first verdict
    reread      INTEGER NOT NULL DEFAULT 0,
    claims      INTEGER NOT NULL DEFAULT 0,
    revision    INTEGER NOT NULL DEFAULT 0,    -- counts what was attached
    body        INTEGER NOT NULL DEFAULT 1     -- 0 once the retention of bodies is over
  );
  CREATE INDEX entries_due ON entries (due_at) WHERE state = 'pending';
  CREATE INDEX entries_failed ON entries (received_at) WHERE state IN ('dead', 'quarantined');
  CREATE INDEX entries_finished ON entries (body, received_at) WHERE state IN ('done', 'stale');
  CREATE INDEX entries_received ON entries (received_at);
  CREATE INDEX entries_job ON entries (job_id) WHERE job_id IS NOT NULL;

  CREATE TABLE events (
    entry INTEGER PRIMARY KEY,
    json  TEXT NOT NULL
  );

  CREATE TABLE deliveries (
    number      INTEGER PRIMARY KEY,
    entries     INTEGER NOT NULL,              -- how many hold it: it goes with the last of them
    checksum    TEXT NOT NULL,
    endpoint    TEXT NOT NULL,
    provider    TEXT NOT NULL,
    method      TEXT NOT NULL,
    url         TEXT NOT NULL,
    headers     TEXT NOT NULL,                 -- JSON
    received_at TEXT NOT NULL,
    verified_by TEXT NOT NULL,
    callback    TEXT,                          -- JSON
    body        BLOB NOT NULL
  );

  CREATE TABLE entry_deliveries (
    entry    INTEGER NOT NULL,
    delivery INTEGER NOT NULL,
    PRIMARY KEY (entry, delivery)
  ) WITHOUT ROWID;

  -- Kept by triggers, so that neither the limit of pending entries nor stats() counts rows.
  CREATE TABLE counts (
    state   TEXT PRIMARY KEY,
    entries INTEGER NOT NULL
  ) WITHOUT ROWID;
  INSERT INTO counts VALUES ('pending', 0), ('done', 0), ('dead', 0), ('stale', 0), ('quarantined', 0);
  CREATE TRIGGER entries_counted AFTER INSERT ON entries BEGIN
    UPDATE counts SET entries = entries + 1 WHERE state = new.state;
  END;
  CREATE TRIGGER entries_recounted AFTER UPDATE OF state ON entries WHEN old.state <> new.state BEGIN
    UPDATE counts SET entries = entries - 1 WHERE state = old.state;
    UPDATE counts SET entries = entries + 1 WHERE state = new.state;
  END;
  CREATE TRIGGER entries_discounted AFTER DELETE ON entries BEGIN
    UPDATE counts SET entries = entries - 1 WHERE state = old.state;
  END;

  CREATE TABLE leases (
    name       TEXT PRIMARY KEY,
    owner      TEXT NOT NULL,
    process    TEXT NOT NULL,                  -- for people
    expires_at INTEGER NOT NULL                -- milliseconds since 1970
  ) WITHOUT ROWID;

  -- Expected jobs.
  CREATE TABLE jobs (
    number       INTEGER PRIMARY KEY,
    endpoint     TEXT NOT NULL,
    job_id       TEXT,
    reference    TEXT,
    check_at     INTEGER NOT NULL,             -- milliseconds since 1970
    final        INTEGER NOT NULL,
    submitted_at TEXT NOT NULL,                -- ISO 8601
    json         TEXT NOT NULL
  );
  CREATE INDEX jobs_by_id ON jobs (endpoint, job_id) WHERE job_id IS NOT NULL;
  CREATE INDEX jobs_by_reference ON jobs (endpoint, reference) WHERE reference IS NOT NULL;
  CREATE INDEX jobs_open ON jobs (endpoint, check_at) WHERE final = 0;
  CREATE INDEX jobs_final ON jobs (submitted_at) WHERE final = 1;
  CREATE TABLE hints (
    number   INTEGER PRIMARY KEY,
    endpoint TEXT NOT NULL,
    job_id   TEXT NOT NULL,
    UNIQUE (endpoint, job_id)
  );
  CREATE TABLE marks (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
  ) WITHOUT ROWID;
  `,
]

/** Brings the file to the schema of this version. @throws WebhookError `not_stored` for a file of a newer version */
export function migrate(database: Database, file: string): void {
  if (versionOf(database, file) === migrations.length) return
  database.exec('BEGIN IMMEDIATE')
  try {
    // Another process may have been faster.
    for (const migration of migrations.slice(versionOf(database, file))) database.exec(migration)
    database.exec(`PRAGMA user_version = ${migrations.length}`)
    database.exec('COMMIT')
  } catch (error) {
    database.exec('ROLLBACK')
    throw error
  }
}

function versionOf(database: Database, file: string): number {
  const version = database.get<{ user_version: number }>('PRAGMA user_version')?.user_version ?? 0
  if (version <= migrations.length) return version
  throw new WebhookError(
    'not_stored',
    `${file} was written by a newer @stt-webhooks/inbox-sqlite (schema ${version}, this one knows ${migrations.length}). Update the package.`,
  )
}
