import type { Address } from '../inboxes/open.ts'

/** A fresh place for one inbox, gone when it is dropped. */
export interface Store {
  readonly address: Address
  /** The file that its handlers append to. */
  readonly handled: string
  drop(): Promise<void>
}

export interface StoreKind {
  readonly name: string
  /** Why it cannot be used on this machine; undefined if it can. */
  missing(): Promise<string | undefined>
  create(): Promise<Store>
}

/** How long what a killed process had in hand stays with it, in milliseconds. */
export const leaseMs = 400
