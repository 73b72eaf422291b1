import type { Inbox, InboxQuery, JobLedger, Process, Worker } from '@stt-webhooks/core/inbox'
import type { Check } from '../checks.ts'
import type { InboxSettings, InboxSubject } from '../inbox-suite.ts'
import { start } from './example-job.ts'
import { createGate, type Gate } from './gate.ts'
import { inTime, until } from './patience.ts'
import { type Served, type ServeOptions, serve } from './served.ts'

/** What the checks share. */
export interface Setting {
  readonly subject: InboxSubject
  readonly patienceMs: number
  readonly ids: number
  readonly copies: number
}

/** An inbox that is searched and waited for. */
export interface OpenInbox extends Inbox {
  readonly query: InboxQuery
}

/** A store of its own, a clock, and all that was opened on it. */
export interface Bench {
  /** Milliseconds since 1970. */
  readonly clock: { readonly now: number }
  /** Another process on the store. */
  open(settings?: Omit<InboxSettings, 'now'>): Promise<OpenInbox>
  /** An application with this inbox; it works after `receiver.start()`. */
  serve(inbox: Inbox, options?: ServeOptions): Served
  work(inbox: Inbox, process: Process, concurrency?: number): Promise<Worker>
  /** What the next process finds: the store opened again if it outlives a process, else the inbox as it is. */
  reopen(inbox: OpenInbox): Promise<OpenInbox>
  crash(inbox: OpenInbox): Promise<void>
  /** Moves the clock and wakes all workers. */
  advance(milliseconds: number): void
  wake(): void
  /** Resolves when no worker works or finds anything due. */
  idle(): Promise<void>
  /** Resolves as soon as it holds. */
  until(what: string, condition: () => boolean | Promise<boolean>): Promise<void>
  /** The same, with all workers woken again and again: for what a store does now and then. */
  eventually(what: string, condition: () => boolean | Promise<boolean>): Promise<void>
  /** Holds a handler; opened when the check is over. */
  gate(): Gate
}

let stores = 0

/** A check with a store of its own; everything that it opened is closed whatever comes of it. */
export function benchCheck(setting: Setting, name: string, run: (bench: Bench) => Promise<void>): Check {
  return { name, run: () => onBench(setting, run) }
}

async function onBench(
  { subject, patienceMs }: Setting,
  run: (bench: Bench) => Promise<void>,
): Promise<void> {
  stores++
  const store = `suite-${process.pid}-${stores}`
  const clock = { now: start }
  const opened = new Map<OpenInbox, Inbox>()
  const workers = new Map<Worker, OpenInbox>()
  const served: Served[] = []
  const gates: Gate[] = []

  async function open(settings: Omit<InboxSettings, 'now'> = {}): Promise<OpenInbox> {
    const inbox = await inTime('open', patienceMs, subject.open(store, { ...settings, now: () => clock.now }))
    const watched = watch(inbox, patienceMs, (worker) => workers.set(worker, watched))
    opened.set(watched, inbox)
    return watched
  }
  function wake(): void {
    for (const worker of workers.keys()) worker.wake()
  }

  const bench: Bench = {
    clock,
    open,
    serve(inbox, options) {
      const one = serve(inbox, () => clock.now, options)
      served.push(one)
      return one
    },
    work: (inbox, process, concurrency = 10) =>
      inbox.work(process, { concurrency, onError: () => undefined }),
    async reopen(inbox) {
      if (!subject.durable) return inbox
      await inbox.close()
      return await open()
    },
    async crash(inbox) {
      const own = opened.get(inbox)
      if (subject.crash === undefined || own === undefined)
        throw new Error('A durable subject needs `crash`.')
      opened.delete(inbox)
      for (const [worker, of] of workers) if (of === inbox) workers.delete(worker)
      await subject.crash(own)
    },
    advance(milliseconds) {
      clock.now += milliseconds
      wake()
    },
    wake,
    async idle() {
      await Promise.all([...workers.keys()].map((worker) => inTime('idle', patienceMs, worker.idle())))
    },
    until: (what, condition) => until(what, patienceMs, condition),
    eventually(what, condition) {
      return until(what, patienceMs, () => {
        wake()
        return condition()
      })
    },
    gate() {
      const gate = createGate()
      gates.push(gate)
      return gate
    },
  }

  try {
    await run(bench)
  } finally {
    for (const gate of gates) gate.open()
    await Promise.all([...workers.keys()].map((worker) => inTime('stop', patienceMs, worker.stop())))
    await Promise.all([...opened.keys()].map((inbox) => inbox.close()))
  }
}

/** The same inbox, with every call bounded in time and its workers written down. */
function watch(inbox: Inbox, patienceMs: number, note: (worker: Worker) => void): OpenInbox {
  const { name, durable, query } = inbox
  if (query === undefined) throw new Error('The suite needs an inbox with a `query`.')
  return {
    name,
    durable,
    accept: (delivery, entries) => inTime('accept', patienceMs, inbox.accept(delivery, entries)),
    async work(process, options) {
      const worker = await inTime('work', patienceMs, inbox.work(process, options))
      note(worker)
      return worker
    },
    close: () => inTime('close', patienceMs, inbox.close()),
    query: {
      list: (filter) => inTime('list', patienceMs, query.list(filter)),
      get: (id) => inTime('get', patienceMs, query.get(id)),
      replay: (filter) => inTime('replay', patienceMs, query.replay(filter)),
      erase: (job) => inTime('erase', patienceMs, query.erase(job)),
      stats: () => inTime('stats', patienceMs, query.stats()),
    },
    jobs: inbox.jobs && watchJobs(inbox.jobs, patienceMs),
  }
}

function watchJobs(jobs: JobLedger, patienceMs: number): JobLedger {
  return {
    update: (key, change) => inTime('update', patienceMs, jobs.update(key, change)),
    open: (endpoint, until, limit) => inTime('open', patienceMs, jobs.open(endpoint, until, limit)),
    count: (endpoint) => inTime('count', patienceMs, jobs.count(endpoint)),
    unknown: (ids) => inTime('unknown', patienceMs, jobs.unknown(ids)),
    mark: (name) => inTime('mark', patienceMs, jobs.mark(name)),
    setMark: (name, value) => inTime('setMark', patienceMs, jobs.setMark(name, value)),
    hint: (endpoint, jobId) => inTime('hint', patienceMs, jobs.hint(endpoint, jobId)),
    takeHints: (endpoint) => inTime('takeHints', patienceMs, jobs.takeHints(endpoint)),
    exclusively: (name, work) => inTime('exclusively', patienceMs, jobs.exclusively(name, work)),
  }
}
