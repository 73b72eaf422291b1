import { type ExpectedJob, isFinal, type JobKey, type JobLedger } from '@stt-webhooks/core/inbox'
import type { Database } from './database.ts'
import { createExclusively } from './exclusively.ts'
import type { GroupCommit } from './group-commit.ts'
import type { Settings } from './options.ts'
import type { Read } from './read.ts'

export interface JobsParts {
  readonly settings: Settings
  readonly commits: GroupCommit
  readonly read: Read
}

/** Expected jobs and what sweeps remember, in the same file. */
export function createJobs({ settings, commits, read }: JobsParts): JobLedger {
  return {
    async update(key, change) {
      const known = await read((database) => findJob(database, key)?.job)
      // Most events change no job, and need no transaction.
      if (change(known) === undefined) return known
      return await commits.write((database) => {
        const found = findJob(database, key)
        const changed = change(found?.job)
        if (changed === undefined) return found?.job
        storeJob(database, found?.number ?? null, changed)
        return changed
      })
    },
    async open(endpoint, until, limit) {
      const rows = await read((database) =>
        database.all<{ json: string }>(selectOpen, endpoint, until, limit),
      )
      return rows.map(({ json }) => parse(json))
    },
    async count(endpoint) {
      const row = await read((database) => database.get<{ jobs: number }>(countOpen, endpoint))
      return row?.jobs ?? 0
    },
    async unknown(ids) {
      const rows = await read((database) => database.all<{ id: string }>(selectUnknown, JSON.stringify(ids)))
      return rows.map(({ id }) => id)
    },
    async mark(name) {
      const row = await read((database) =>
        database.get<{ value: string }>('SELECT value FROM marks WHERE name = ?', name),
      )
      return row?.value
    },
    async setMark(name, value) {
      await commits.write((database) =>
        database.run('INSERT OR REPLACE INTO marks VALUES (?, ?)', name, value),
      )
    },
    async hint(endpoint, jobId) {
      await commits.write((database) => {
        database.run('INSERT OR REPLACE INTO hints (endpoint, job_id) VALUES (?, ?)', endpoint, jobId)
        database.run(dropOldHints, endpoint, endpoint, hintsKept)
      })
    },
    async takeHints(endpoint) {
      const taken = await commits.write((database) => {
        const hints = database.all<{ job_id: string }>(selectHints, endpoint)
        database.run('DELETE FROM hints WHERE endpoint = ?', endpoint)
        return hints
      })
      return taken.map(({ job_id }) => job_id)
    },
    exclusively: createExclusively(settings, commits),
  }
}

const hintsKept = 1_000
const selectOpen = `
  SELECT json FROM jobs WHERE endpoint = ? AND final = 0 AND check_at <= ? ORDER BY check_at, number LIMIT ?`
const countOpen = 'SELECT count(*) AS jobs FROM jobs WHERE endpoint = ? AND final = 0'
const selectUnknown = `
  SELECT value AS id FROM json_each(?) WHERE NOT EXISTS (SELECT 1 FROM entries WHERE entries.id = value)`
const selectHints = 'SELECT job_id FROM hints WHERE endpoint = ? ORDER BY number'
const dropOldHints = `
  DELETE FROM hints WHERE endpoint = ? AND number <=
    (SELECT number FROM hints WHERE endpoint = ? ORDER BY number DESC LIMIT 1 OFFSET ?)`

interface FoundJob {
  readonly number: number
  readonly job: ExpectedJob
}

function findJob(database: Database, { endpoint, jobId, reference }: JobKey): FoundJob | undefined {
  const row =
    (jobId !== undefined ? database.get<JobRow>(selectById, endpoint, jobId) : undefined) ??
    (reference !== undefined ? database.get<JobRow>(selectByReference, endpoint, reference) : undefined)
  return row && { number: row.number, job: parse(row.json) }
}

interface JobRow {
  readonly number: number
  readonly json: string
}

const selectById = 'SELECT number, json FROM jobs WHERE endpoint = ? AND job_id = ?'
const selectByReference = 'SELECT number, json FROM jobs WHERE endpoint = ? AND reference = ?'

function storeJob(database: Database, number: number | null, job: ExpectedJob): void {
  const { endpoint, jobId, reference, checkAt, submittedAt, state } = job
  database.run(
    'INSERT OR REPLACE INTO jobs VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
    ...[number, endpoint, jobId ?? null, reference ?? null, checkAt, Number(isFinal(state))],
    ...[submittedAt, JSON.stringify(job)],
  )
}

function parse(json: string): ExpectedJob {
  return JSON.parse(json)
}

/** Forgets what the inbox knows of a job beside its events. */
export function eraseJob(database: Database, endpoint: string, jobId: string): void {
  database.run('DELETE FROM jobs WHERE endpoint = ? AND job_id = ?', endpoint, jobId)
  database.run('DELETE FROM hints WHERE endpoint = ? AND job_id = ?', endpoint, jobId)
}
