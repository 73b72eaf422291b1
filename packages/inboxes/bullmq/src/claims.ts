import { randomUUID } from 'node:crypto'
import { attach, type ClaimedEntry, noProgress, type Verdict } from '@stt-webhooks/core/inbox'
import { readDeliveries, unpack } from './deliveries.ts'
import type { Settings } from './options.ts'
import type { ScriptCall } from './scripts.ts'
import type { Store, Ticket } from './store.ts'

/** What one process has taken from the inbox. */
export interface Claims {
  /** Takes the entry that is due longest and whose job nobody works on. */
  claim(): Promise<ClaimedEntry | undefined>
  settle(entry: ClaimedEntry, verdict: Verdict): Promise<void>
  /** Keeps what is still worked on from being taken by others. */
  renew(): Promise<void>
}

/** What is known of an entry that this process works on. */
interface Claim {
  /** Another process that takes the entry has another, so what comes too late is known. */
  readonly token: string
  readonly revision: string
  readonly name: string
}

export function createClaims(store: Store, { now, leaseMs }: Settings): Claims {
  const claims = new Map<ClaimedEntry, Claim>()

  /** The verdict, and the BullMQ job that brings the entry back, in one transaction. */
  async function send(call: ScriptCall, tickets: readonly Ticket[]): Promise<readonly unknown[]> {
    const [answer] = await store.transact([call], tickets)
    if (answer instanceof Error) throw answer
    return Array.isArray(answer) ? answer : []
  }

  return {
    async claim() {
      const token = randomUUID()
      const answer = await store.run({ script: 'claim', args: [now(), now() + leaseMs, token] })
      if (!Array.isArray(answer)) return undefined
      const [id = '', about = '', event, progress, reread, claimed, revision = '0', d0 = '', b0 = ''] =
        answer.map(textOf)
      const entry: ClaimedEntry = {
        ...{
          id,
          endpoint: JSON.parse(about).endpoint,
          reread: reread !== undefined,
          claims: Number(claimed),
        },
        event: unpack(event, d0, b0),
        progress: progress === undefined ? noProgress : JSON.parse(progress),
        deliveries: () => readDeliveries(store, id),
      }
      claims.set(entry, { token, revision, name: entry.event?.type ?? 'event' })
      return entry
    },
    async settle(entry, verdict) {
      const claim = claims.get(entry)
      if (claim === undefined) return
      const { token, name } = claim
      const { state, dueAt = now(), progress, reason = '' } = verdict
      const tickets = state === 'pending' ? [{ id: entry.id, name, delay: dueAt - now() }] : []
      let { event } = verdict
      let { revision } = claim
      for (;;) {
        const about = event === undefined ? ['', ''] : [JSON.stringify(event), event.type]
        const args = [entry.id, token, state, dueAt, JSON.stringify(progress), reason, ...about, revision]
        const [outcome, ...rest] = await send({ script: 'settle', args }, tickets)
        if (outcome !== 'merge' || event === undefined) {
          claims.delete(entry)
          // Others of its job had to wait: one of them can be taken now.
          if (Number(rest[0]) > 0) await store.transact([], [{ id: entry.id, name: 'job freed' }])
          return
        }
        // More was attached while the handlers ran.
        const [stored = '', counted = '', d0 = '', b0 = ''] = rest.map(String)
        const attached = unpack(stored, d0, b0)
        event = attached === undefined ? event : attach(event, attached)
        revision = counted
      }
    },
    async renew() {
      if (claims.size === 0) return
      const owned = [...claims].flatMap(([{ id }, { token }]) => [id, token])
      await store.run({ script: 'renew', args: [now() + leaseMs, ...owned] })
    },
  }
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}
