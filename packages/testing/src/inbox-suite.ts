import type { Inbox } from '@stt-webhooks/core/inbox'
import type { Check } from './checks.ts'
import { acceptingChecks } from './inbox-suite/accepting.ts'
import { attachingChecks } from './inbox-suite/attaching.ts'
import { exclusivelyChecks } from './inbox-suite/exclusively.ts'
import { expectedJobChecks } from './inbox-suite/expected-jobs.ts'
import { failingChecks } from './inbox-suite/failing.ts'
import { jobChecks } from './inbox-suite/jobs.ts'
import { marksAndHintsChecks } from './inbox-suite/marks-and-hints.ts'
import { openJobChecks } from './inbox-suite/open-jobs.ts'
import { overloadChecks } from './inbox-suite/overload.ts'
import { quarantineChecks } from './inbox-suite/quarantine.ts'
import { queryingChecks } from './inbox-suite/querying.ts'
import { removingChecks } from './inbox-suite/removing.ts'
import { replayingChecks } from './inbox-suite/replaying.ts'
import { secrecyChecks } from './inbox-suite/secrecy.ts'
import { sharingChecks } from './inbox-suite/sharing.ts'
import { stoppingChecks } from './inbox-suite/stopping.ts'
import { survivingChecks } from './inbox-suite/surviving.ts'
import { unknownIdChecks } from './inbox-suite/unknown-ids.ts'
import { workingChecks } from './inbox-suite/working.ts'

/** What the suite sets; everything else is left to the inbox. */
export interface InboxSettings {
  /** The clock of everything that is stored, due, leased and expired, in milliseconds since 1970. */
  now(): number
  readonly maxPending?: number
  readonly keepBodiesMs?: number
  readonly keepIdsMs?: number
}

/** An inbox as the suite needs it. */
export interface InboxSubject {
  /** Opens an inbox on the named store; inboxes opened with the same name share it, as processes do. It must have a `query`; without `jobs` their checks ask nothing. */
  open(store: string, settings: InboxSettings): Inbox | Promise<Inbox>
  /** False: nothing survives the process and no two processes share it. */
  readonly durable: boolean
  /** Leaves what a killed process leaves: the inbox does nothing more and gives nothing back. Needed if it is durable. */
  crash?(inbox: Inbox): void | Promise<void>
  /** How far the clock must go before another process takes over what a crashed one had claimed, in milliseconds. Default: 60,000. */
  readonly leaseMs?: number
}

export interface InboxSuiteOptions {
  /** Milliseconds after which what does not come counts as a hang. Default: 4,000. */
  readonly patienceMs?: number
  /** Events that come in many copies at once. Default: 100. */
  readonly ids?: number
  /** How many copies of each. Default: 100. */
  readonly copies?: number
}

/** What every inbox promises: nothing acknowledged is lost, everything is handled, and duplicates are not. */
export function inboxSuite(
  subject: InboxSubject,
  { patienceMs = 4_000, ids = 100, copies = 100 }: InboxSuiteOptions = {},
): readonly Check[] {
  const setting = { subject, patienceMs, ids, copies }
  return [
    ...acceptingChecks(setting),
    ...secrecyChecks(setting),
    ...attachingChecks(setting),
    ...jobChecks(setting),
    ...workingChecks(setting),
    ...failingChecks(setting),
    ...replayingChecks(setting),
    ...quarantineChecks(setting),
    ...queryingChecks(setting),
    ...removingChecks(setting),
    ...overloadChecks(setting),
    ...stoppingChecks(setting),
    ...survivingChecks(setting),
    ...sharingChecks(setting),
    ...expectedJobChecks(setting),
    ...openJobChecks(setting),
    ...unknownIdChecks(setting),
    ...marksAndHintsChecks(setting),
    ...exclusivelyChecks(setting),
  ]
}
