import { bullmq } from './bullmq.ts'
import { postgres } from './postgres.ts'
import { sqlite } from './sqlite.ts'
import type { StoreKind } from './store.ts'

/** Every durable inbox. */
export const kinds: readonly StoreKind[] = [sqlite, postgres, bullmq]
