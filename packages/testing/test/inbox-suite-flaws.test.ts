import { convictions, inboxSuite } from '@stt-webhooks/testing'
import { describe, expect, it, test } from 'vitest'
import * as accepting from './flawed-inboxes/accepting.ts'
import * as querying from './flawed-inboxes/querying.ts'
import * as remembering from './flawed-inboxes/remembering.ts'
import { type InboxClass, subjectOf } from './flawed-inboxes/subject.ts'
import * as surviving from './flawed-inboxes/surviving.ts'
import * as sweeping from './flawed-inboxes/sweeping.ts'
import * as working from './flawed-inboxes/working.ts'

/** What is wrong, and the check that must tell it, among others. */
const verdicts: readonly (readonly [what: string, flaw: InboxClass, convicted: RegExp])[] = [
  ['looks up, waits and inserts', accepting.ChecksThenInserts, /copies of each of .* events at once/],
  ['remembers an id before it stores', accepting.ClaimsBeforeItStores, /is new when it comes again/],
  ['stores half of a delivery', accepting.StoresHalf, /cannot be stored whole leaves nothing/],
  ['fails all of a group for one', accepting.FailsTheGroup, /fails beside it/],
  ['keeps parsed JSON', accepting.ForgetsTheBytes, /exact bytes .* nobody would write/],
  ['keeps the body as text', accepting.DecodesToText, /exact bytes .* invalid UTF-8/],
  ['forgets what the callback said', accepting.ForgetsTheCallback, /everything is kept/],
  ['loses the headers', accepting.LosesHeaders, /no credential, signature or token/],
  ['cannot keep a NUL', accepting.KeepsNoNul, /as JSON keeps it/],
  ['drops richer copies', accepting.DropsRicherCopies, /a richer duplicate of a pending event/],
  ['leaves the dead dead', accepting.LeavesTheDeadDead, /a dead event is pending again/],
  ['attaches for later', accepting.AttachesForLater, /waits to be tried again is due at once/],
  ['runs the done again', accepting.RunsTheDoneAgain, /attached to an event that is done/],
  ['emits late news', accepting.EmitsLateNews, /stored as stale and reach no handler/],
  ['calls the end of a job late', accepting.CallsTheEndLate, /never how a job ended/],
  ['is never full', accepting.IsNeverFull, /a full inbox is answered 503/],
  ['stays full', accepting.StaysFull, /takes no room/],
  ['never tries again', working.BlocksTheRetry, /and the retry is ours/],
  ['keeps its claims', working.KeepsItsClaims, /a handler that failed runs again/],
  ['forgets who succeeded', working.ForgetsProgress, /its sibling that succeeded does not/],
  ['forgets what was learnt', working.ForgetsWhatWasLearnt, /the event of a verdict/],
  ['overwrites what was attached', working.OverwritesTheAttached, /outlives a verdict/],
  ['brings back what was erased', working.BringsBackTheErased, /does not come back/],
  ['works on one job twice', working.WorksOnOneJobTwice, /never worked on at the same time/],
  ['knows only its own jobs', working.KnowsOnlyItsOwnJobs, /worked on by no other/],
  ['works on one at a time', working.WorksOnOneAtATime, /while other jobs go on/],
  ['lets a job wait for its retry', working.WaitsForTheRetry, /does not hold up the next of its job/],
  ['takes what is not due', working.TakesTooEarly, /left alone until it is due/],
  ['takes the newest first', working.TakesTheNewestFirst, /the longest due comes first/],
  ['takes from quarantine', working.TakesFromQuarantine, /no worker is given what is in quarantine/],
  ['ignores concurrency', working.IgnoresConcurrency, /as `concurrency` allows/],
  ['counts no claims', working.CountsNoClaims, /kills its process again and again/],
  ['never counts claims anew', working.CountsClaimsForEver, /comes back with its progress/],
  ['drops what runs when it stops', working.DropsWhatRuns, /stop\(\) answers 503, waits/],
  ['expires what is pending', working.ExpiresWhatIsPending, /never expires/],
  ['expires the dead', working.ExpiresTheDead, /never expires/],
  ['expires nothing', working.ExpiresNothing, /ids of what is finished go later/],
  ['forgets ids with bodies', working.ForgetsIdsWithBodies, /the id stays known/],
  ['has a cursor of time alone', querying.leavesOutTheSameTime, /neither leave out nor repeat/],
  ['counts its pages', querying.countsItsPages, /neither leave out nor repeat/],
  ['replays everything', querying.replaysEverything, /only what the filter names/],
  ['replays one page', querying.replaysOnePage, /not a page of them/],
  ['replays what is stale', querying.replaysWhatIsStale, /only if the filter names its state/],
  ['replays what is pending', querying.replaysWhatIsPending, /what is pending is left alone/],
  ['replays without reading', querying.replaysWithoutReading, /read anew by the reader of today/],
  ['reads anew only once', working.ReadsAnewOnce, /read anew until a verdict has its event/],
  ['wakes nobody for a replay', querying.forgetsToWake, /a replay wakes a worker/],
  ['includes the end of a time', querying.includesTheEnd, /every filter finds its own/],
  ['erases the list only', querying.ErasesTheListOnly, /erase\(\) removes all of a job/],
  ['erases other endpoints', querying.erasesOtherEndpoints, /erase\(\) removes all of a job/],
  ['is only memory', surviving.IsOnlyMemory, /closed and opened again/],
  ['answers before it stores', surviving.AnswersBeforeItStores, /when the process was killed/],
  ['loses what was not queued', surviving.LosesWhatWasNotQueued, /when the process was killed/],
  ['holds claims for ever', surviving.HoldsClaimsForEver, /a killed process worked on/],
  ['takes from the living', surviving.TakesFromTheLiving, /worked on once, and jobs stay/],
  ['hears the dead', surviving.HearsTheDead, /a killed process worked on/],
  ['wakes nobody else', surviving.WakesNobodyElse, /another works on, without a nudge/],
  ['counts who is gone', surviving.CountsTheGone, /not those that ended/],
  ['loses one of two updates', remembering.losesUpdates, /news of one job that come at once/],
  ['makes two records of the first news', remembering.insertsTwice, /news of one job that come at once/],
  ['makes a new record for an id', remembering.adoptsNoId, /and adopts its id/],
  ['looks for the reference first', remembering.looksForTheReferenceFirst, /an id goes before a reference/],
  ['lists final jobs as open', remembering.listsTheFinal, /a job that is completed is not open/],
  ['takes some ends for none', remembering.knowsOnlySomeEnds, /a job that is lost is not open/],
  ['opens what was submitted first', remembering.opensTheOldestFirst, /open jobs come the earliest first/],
  ['expires open jobs', remembering.expiresTheOpen, /any other for ever/],
  ['forgets stale ids', remembering.forgetsTheStale, /whatever became of its entry/],
  ['forgets who has no body', remembering.forgetsWithTheBody, /without its body too/],
  ['keeps marks in the process', sweeping.keepsMarksInTheProcess, /outlive a process/],
  ['keeps every hint', sweeping.keepsEveryHint, /newest 1,000 are kept/],
  ['keeps the oldest hints', sweeping.keepsTheOldestHints, /newest 1,000 are kept/],
  ['gives hints again and again', sweeping.neverTakesHintsOut, /a hint is taken once/],
  ['erases no hints', sweeping.erasesNoHints, /erase\(\) removes what is known/],
  ['never gives back a name', sweeping.neverGivesBackAName, /given back when its work is over/],
  ['keeps the name of what failed', sweeping.keepsTheNameOfTheFailed, /given back when .* fails/],
  ['leaves a name to the dead', sweeping.neverInheritsAName, /name of a killed process/],
  ['runs work once in each process', sweeping.runsOnceAProcess, /one name runs once at a time/],
  ['knows one name', sweeping.knowsOneName, /of other names beside it/],
  ["gives back another's name", sweeping.givesBackWhatIsNotItsOwn, /not given back by the dead/],
]

describe('a flawed inbox is convicted: it', () => {
  test.each(verdicts)('%s', { timeout: 60_000 }, async (_what, flaw, convicted) => {
    const checks = inboxSuite(subjectOf(flaw), { patienceMs: 300, ids: 5, copies: 5 })
    const found = await convictions(checks)
    expect(found.map(({ check }) => check).join('\n')).toMatch(convicted)
    // A broken promise, not a broken test.
    expect(found.length).toBeLessThan(checks.length / 2)
  })
})

it('every flaw is put before the suite', () => {
  const flaws = [accepting, querying, remembering, surviving, sweeping, working].flatMap((room) =>
    Object.values(room),
  )
  expect(new Set(verdicts.map(([, flaw]) => flaw))).toEqual(new Set(flaws))
})
