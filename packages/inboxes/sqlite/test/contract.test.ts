import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inboxSuite } from '@stt-webhooks/testing'
import { describeChecks } from '@stt-webhooks/testing/vitest'
import { afterAll } from 'vitest'
import { inboxSqlite } from '../src/index.ts'

const folder = mkdtempSync(join(tmpdir(), 'inbox-sqlite-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describeChecks(
  'inboxSqlite',
  inboxSuite({
    durable: true,
    leaseMs: 15_000,
    open: (store, settings) =>
      inboxSqlite({ ...settings, file: join(folder, `${store}.db`), onWarning: () => undefined }),
    // A close that nothing was stopped before gives nothing back.
    crash: (inbox) => inbox.close(),
  }),
)
