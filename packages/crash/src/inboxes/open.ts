import type { Inbox, InboxQuery } from '@stt-webhooks/core/inbox'

/** Where an inbox stores, as plain data: every process that is given it shares the store. */
export interface Address {
  /** URL of the module whose `openInbox` opens it. */
  readonly module: string
  /** A file, or the address of a server. */
  readonly where: string
  /** What it is called there, apart from others: a schema, a prefix. */
  readonly name: string
  /** Short, so that a process that was killed is not waited for. */
  readonly leaseMs: number
}

export type SearchableInbox = Inbox & { readonly query: InboxQuery }

/** `onStep` is called between the steps of accept. */
export type OpenInbox = (address: Address, onStep: (step: string) => void) => SearchableInbox

/** Loads only the inbox that is asked for. */
export async function openInbox(
  address: Address,
  onStep: (step: string) => void = () => {},
): Promise<SearchableInbox> {
  // What a module exports is known to whoever wrote its URL.
  const module = (await import(address.module)) as { readonly openInbox: OpenInbox }
  return module.openInbox(address, onStep)
}
