import type { Item } from '../items.ts'
import { openRows, type Row } from '../rows.ts'
import { grouped, type Put } from './put.ts'

/** The rows that inbox-sqlite writes, ready made, put into its tables by nothing but statements. */
export async function rawSqlite(file: string): Promise<Put> {
  const { store, stored } = await openRows(file)
  const put = grouped<Row>({ most: 1_000, overlap: false }, store)
  return { put: (item) => put(toRow(item)), stored: async () => stored() }
}

const headers = JSON.stringify({ 'content-type': 'application/json' })

function toRow({ delivery, entry, event, json }: Item): Row {
  const { job = '', rank } = entry
  const { id, product, type, jobId = '' } = event
  return { ...delivery, id, product, type, jobId, job, rank, json, headers }
}
