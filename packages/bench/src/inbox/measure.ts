import { type BodyName, bodyKinds } from '../bodies.ts'
import { startHost } from '../host.ts'
import type { Load } from '../load/load.ts'
import { startLoad } from '../load/start.ts'
import { frameworkServer } from '../middleware.ts'
import type { Options } from '../options.ts'
import { type Contest, type Contestant, compare } from '../pairing.ts'
import { type Summary, summarise } from '../summary.ts'
import { type IdleRow, measureIdle } from './idle.ts'
import type { InboxName } from './inboxes.ts'
import { durabilityOf, makePlace } from './places.ts'
import { startPut } from './put/contestant.ts'
import { workplaces } from './running.ts'
import { measureSlow, type SlowRow } from './slow-handlers.ts'

/** What is compared, and the least share that is good enough; none where it is only told. */
interface Ratio {
  readonly against: string
  readonly atLeast: number | undefined
}

export interface RatioRow extends Summary, Ratio {
  readonly inbox: InboxName
  readonly body: string
}

export interface InboxResults {
  readonly notes: readonly string[]
  readonly ratios: readonly RatioRow[]
  readonly idle: readonly IdleRow[]
  readonly slow: readonly SlowRow[]
}

const noStore: Ratio = { against: 'no store', atLeast: 0.5 }
const commitEach: Ratio = { against: 'a commit per request', atLeast: 3 }
const rawRows: Ratio = { against: 'raw grouped inserts', atLeast: 0.6 }

interface Engine {
  readonly raw: Ratio
  readonly row?: Ratio
}

const onRedis: Engine = {
  raw: { against: 'BullMQ addBulk', atLeast: undefined },
  row: { against: 'BullMQ addBulk and a hash', atLeast: 0.7 },
}

const engines: Readonly<Record<InboxName, Engine>> = {
  sqlite: { raw: rawRows },
  postgres: {
    raw: { against: 'pg-boss insert', atLeast: undefined },
    row: { against: 'pg-boss insert and a row', atLeast: 0.7 },
  },
  bullmq: onRedis,
  'bullmq-in-memory': onRedis,
}

export async function measureInboxes(options: Options): Promise<InboxResults> {
  const notes: string[] = []
  const ratios: RatioRow[] = []
  const idle: IdleRow[] = []
  const slow: SlowRow[] = []
  const done = (what: string) => process.stderr.write(`${what}: done\n`)

  async function collect(
    inbox: InboxName,
    body: BodyName,
    among: readonly Ratio[],
    start: () => Promise<Contest>,
    secs = options.secs,
  ): Promise<void> {
    const found = await compare(start, { ...options, secs })
    for (const ratio of among) {
      const summary = summarise(found.get(ratio.against) ?? [])
      ratios.push({ inbox, body: bodyKinds[body].label, ...ratio, ...summary })
    }
    done(`${inbox}, ${bodyKinds[body].label}, ${among.map(({ against }) => against).join(', ')}`)
  }

  for (const inbox of options.inboxes) {
    const durability = await durabilityOf(inbox).catch(() => undefined)
    if (durability === undefined) {
      notes.push(`${inbox}: not measured, its server cannot be reached.`)
      continue
    }
    notes.push(`${inbox}: ${durability}`)
    const bodies = options.bodies ?? (inbox === 'sqlite' ? options.storedBodies : (['1KB'] as const))
    for (const body of bodies) {
      if (inbox === 'sqlite') {
        const load = await startLoad(options.load, body)
        await collect(inbox, body, [noStore, commitEach], () => contestOverHttp(body, load))
        load.stop()
      }
      const { raw, row } = engines[inbox]
      const among = row === undefined ? [raw] : [raw, row]
      // It has no connections to open, and needs half the time to show what it can do.
      await collect(inbox, body, among, () => contestInProcess(inbox, body), options.secs / 2)
    }
    for (const workplace of workplaces) idle.push(await measureIdle(inbox, workplace, options.singles))
    slow.push(await measureSlow(inbox, 2 * options.secs))
    done(`${inbox}, latency`)
  }
  return { notes, ratios, idle, slow }
}

/** Express 5 on every side. */
async function contestOverHttp(body: BodyName, load: Load): Promise<Contest> {
  async function start(module: URL, argsOf: (place: string) => readonly string[]): Promise<Contestant> {
    const place = await makePlace('sqlite')
    const server = { module, args: argsOf(place.name) }
    const host = await startHost(server, body, load)
    return { ...host, stop: () => host.stop().then(place.remove) }
  }
  const [ours, unstored, single] = await Promise.all([
    start(new URL('./server.ts', import.meta.url), (place) => ['sqlite', place, 'accepts', 'tells']),
    startHost(frameworkServer('express', 'ours', body), body, load),
    start(new URL('./commit-each-server.ts', import.meta.url), (place) => [place]),
  ])
  const bases = [[noStore.against, unstored] as const, [commitEach.against, single] as const]
  return { ours, bases: new Map(bases) }
}

async function contestInProcess(inbox: InboxName, body: BodyName): Promise<Contest> {
  const sides = ['raw', 'row'] as const
  const [ours, ...bases] = await Promise.all([
    startPut(inbox, 'ours', body),
    ...sides.flatMap((side) => {
      const ratio = engines[inbox][side]
      if (ratio === undefined) return []
      return startPut(inbox, side, body).then((contestant) => [ratio.against, contestant] as const)
    }),
  ])
  return { ours, bases: new Map(bases) }
}
