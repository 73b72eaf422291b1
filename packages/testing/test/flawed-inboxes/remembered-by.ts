import { HonestInbox } from './honest.ts'
import type { HonestLedger } from './ledger.ts'

/** The honest inbox with another ledger. */
export function rememberedBy(Ledger: typeof HonestLedger): typeof HonestInbox {
  return class extends HonestInbox {
    protected override createLedger(): HonestLedger {
      return new Ledger(this)
    }
  }
}
