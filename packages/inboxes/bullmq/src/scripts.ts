import { accept } from './scripts/accept.ts'
import { erase, prune, replay } from './scripts/keep.ts'
import { shared } from './scripts/shared.ts'
import { claim, look, renew, settle } from './scripts/work.ts'

export type ScriptName = 'accept' | 'claim' | 'renew' | 'settle' | 'look' | 'replay' | 'erase' | 'prune'

const scripts: Readonly<Record<ScriptName, string>> = {
  ...{ accept, claim, renew, settle },
  ...{ look, replay, erase, prune },
}

/** What is called in a script: its name, and its arguments behind the first key. */
export interface ScriptCall {
  readonly script: ScriptName
  /** Behind the one that all keys begin with. */
  readonly keys?: readonly string[]
  readonly args: readonly (string | number | Buffer)[]
}

/** The name by which ioredis knows a script, apart from all commands of Redis and of BullMQ. */
export function commandOf(script: ScriptName): string {
  return `sttInbox:${script}`
}

/** The scripts as an option of ioredis. The number of keys comes with each call. */
export const commands: Readonly<Record<string, { readonly lua: string }>> = Object.fromEntries(
  Object.entries(scripts).map(([name, lua]) => [`sttInbox:${name}`, { lua: shared + lua }]),
)
