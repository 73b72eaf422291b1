import type { Ledger } from './ledger.ts'
import type { Sender } from './sender.ts'

/** Deliveries one after the other on so many connections, until a server is gone or `until` says so. */
export async function load(
  sender: Sender,
  ledger: Ledger,
  connections: number,
  until: () => boolean,
): Promise<void> {
  async function loop(): Promise<void> {
    while (!until()) {
      const delivery = ledger.next()
      const status = await sender.send(delivery)
      ledger.note(delivery, status)
      if (status === undefined) return
    }
  }
  await Promise.all(Array.from({ length: connections }, loop))
}
