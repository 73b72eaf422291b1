import { hash } from 'node:crypto'
import { type ExpectedJob, isFinal, type JobKey } from '@stt-webhooks/core/inbox'
import { time } from '../rows.ts'
import { collision, select, sqlState, type Transaction } from '../transaction.ts'

/** A job as its row holds it. */
export interface FoundJob {
  /** A `bigint`, as text. */
  readonly number: string
  readonly job: ExpectedJob
}

/** A UUID: of one length, whatever a service or an application takes for a name. */
export function hashOf(name: string): string {
  return hash('sha256', name).slice(0, 32)
}

/** By its id, else by its reference. */
export async function findJob(
  transaction: Transaction,
  schema: string,
  { endpoint, jobId, reference }: JobKey,
  lock: 'FOR UPDATE' | '' = '',
): Promise<FoundJob | undefined> {
  async function findBy(column: string, name: string | undefined): Promise<FoundJob | undefined> {
    if (name === undefined) return undefined
    const sql = `SELECT number::text, job FROM ${schema}.jobs WHERE endpoint = $1 AND ${column} = $2::uuid ${lock}`
    const [row] = await select<FoundJob>(transaction, sql, [endpoint, hashOf(name)])
    return row
  }
  return (await findBy('id_hash', jobId)) ?? (await findBy('reference_hash', reference))
}

/**
 * Stores a job in place of the one that was found. An error ends the transaction; if another instance stored the job meanwhile, it is one
 * after which the transaction is tried again, and finds that one.
 */
export async function storeJob(
  transaction: Transaction,
  schema: string,
  found: FoundJob | undefined,
  job: ExpectedJob,
): Promise<void> {
  const { endpoint, jobId, reference } = job
  const idHash = jobId === undefined ? null : hashOf(jobId)
  const referenceHash = reference === undefined ? null : hashOf(reference)
  const values = [
    ...[endpoint, idHash, referenceHash, job.checkAt, isFinal(job.state), job.submittedAt],
    JSON.stringify(job),
  ]
  try {
    if (found === undefined) {
      await transaction.query(insert(schema), values)
      return
    }
    // Until now nobody knew that these two are one job.
    if (reference !== found.job.reference && jobId !== undefined)
      await transaction.query(removeNameless(schema), [endpoint, referenceHash, found.number])
    await transaction.query(update(schema), [...values, found.number])
  } catch (error) {
    if (sqlState(error) !== uniqueViolation) throw error
    throw collision('Another instance stored the same job at the same time.')
  }
}

const uniqueViolation = '23505'

const insert = (schema: string): string => `
  INSERT INTO ${schema}.jobs (endpoint, id_hash, reference_hash, check_at, final, submitted_at, job)
  VALUES ($1, $2, $3, $4, $5, $6, $7)`

const removeNameless = (schema: string): string => `
  DELETE FROM ${schema}.jobs WHERE endpoint = $1 AND reference_hash = $2::uuid AND id_hash IS NULL AND number <> $3`

/** A reference that was given to two jobs, which it should not be, finds the one that had it first. */
const update = (schema: string): string => `
  UPDATE ${schema}.jobs SET endpoint = $1, id_hash = $2, check_at = $4, final = $5, submitted_at = $6, job = $7,
    reference_hash = CASE WHEN EXISTS (
      SELECT FROM ${schema}.jobs WHERE endpoint = $1 AND reference_hash = $3::uuid AND id_hash IS NOT NULL AND number <> $8
    ) THEN NULL ELSE $3::uuid END
  WHERE number = $8`

/** The earliest first. */
export async function openJobs(
  transaction: Transaction,
  schema: string,
  endpoint: string,
  until: number,
  limit: number,
): Promise<readonly ExpectedJob[]> {
  const rows = await select<{ job: ExpectedJob }>(
    transaction,
    `SELECT job FROM ${schema}.jobs WHERE endpoint = $1 AND NOT final AND check_at <= $2 ORDER BY check_at, number LIMIT $3`,
    [endpoint, until, limit],
  )
  return rows.map(({ job }) => job)
}

export async function countOpenJobs(
  transaction: Transaction,
  schema: string,
  endpoint: string,
): Promise<number> {
  const sql = `SELECT count(*)::integer AS jobs FROM ${schema}.jobs WHERE endpoint = $1 AND NOT final`
  const [row] = await select<{ jobs: number }>(transaction, sql, [endpoint])
  return row?.jobs ?? 0
}

/** Forgets what is known of a job beside its entries. */
export async function eraseJob(
  transaction: Transaction,
  schema: string,
  { endpoint, jobId }: { readonly endpoint: string; readonly jobId: string },
): Promise<void> {
  for (const table of ['jobs', 'hints'])
    await transaction.query(`DELETE FROM ${schema}.${table} WHERE endpoint = $1 AND id_hash = $2::uuid`, [
      ...[endpoint, hashOf(jobId)],
    ])
}

/** Forgets jobs that ended, submitted until then, in milliseconds since 1970; tells how many. */
export async function forgetJobs(
  transaction: Transaction,
  schema: string,
  until: number,
  limit: number,
): Promise<number> {
  const { rows } = await transaction.query(
    `DELETE FROM ${schema}.jobs WHERE number IN (
       SELECT number FROM ${schema}.jobs WHERE final AND submitted_at <= $1
       ORDER BY submitted_at LIMIT $2 FOR UPDATE SKIP LOCKED) RETURNING endpoint`,
    [time(until), limit],
  )
  return rows.length
}
