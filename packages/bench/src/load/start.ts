import type { BodyName } from '../bodies.ts'
import { autocannonLoad } from './autocannon.ts'
import type { Load } from './load.ts'
import { wrkLoad } from './wrk.ts'

export const loadNames = ['wrk', 'autocannon'] as const
export type LoadName = (typeof loadNames)[number]

export async function startLoad(name: LoadName, body: BodyName): Promise<Load> {
  return name === 'wrk' ? wrkLoad(body) : autocannonLoad(body)
}
