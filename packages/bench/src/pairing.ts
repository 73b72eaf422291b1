/** What one window said of a contestant. */
export interface Sample {
  /** Deliveries acknowledged in a second. */
  readonly rate: number
  /** Microseconds of CPU for an event. */
  readonly cpu: number
  /** How much of the time the process was at work; well under 1, something else set the pace. */
  readonly busy: number
  /** Milliseconds. */
  readonly p99: number
  readonly errors: number
}

export interface Contestant {
  sample(seconds: number): Promise<Sample>
  stop(): Promise<void>
}

/** Ours, and by name what it is compared to: at most two, because windows that lie side by side are compared. */
export interface Contest {
  readonly ours: Contestant
  readonly bases: ReadonlyMap<string, Contestant>
}

/** Two windows of one round: what changes the machine's speed changes both. */
export interface Pair {
  readonly base: Sample
  readonly ours: Sample
}

/** The pairs of one set of processes. */
export type Repetition = readonly Pair[]

export interface Effort {
  /** Whole seconds of a window. */
  readonly secs: number
  /** Pairs of windows of a repetition. */
  readonly pairs: number
  /** How often all processes are started anew. */
  readonly reps: number
}

/** Windows that are not counted: a server that runs for days has all of its code compiled, and more code takes longer to be. */
const warmUps = 3

/** The repetitions for each base, by its name. */
export async function compare(
  start: () => Promise<Contest>,
  { secs, pairs, reps }: Effort,
): Promise<ReadonlyMap<string, readonly Repetition[]>> {
  const repetitions = new Map<string, Repetition[]>()
  for (let rep = 0; rep < reps; rep++) {
    const contest = await start()
    const { ours, bases } = contest
    for (let round = 0; round < warmUps; round++)
      for (const warm of [...bases.values(), ours]) await warm.sample(secs)
    for (const [name, repetition] of await alternate(contest, secs, pairs))
      repetitions.set(name, [...(repetitions.get(name) ?? []), repetition])
    for (const contestant of [ours, ...bases.values()]) await contestant.stop()
  }
  return repetitions
}

/** base, ours; ours, base; and so on: neither side is always the first. With two bases, ours is always between them. */
async function alternate(
  { ours, bases }: Contest,
  secs: number,
  pairs: number,
): Promise<Map<string, Pair[]>> {
  const [before, ...after] = bases.values()
  const order = [...(before === undefined ? [] : [before]), ours, ...after]
  const repetition = new Map<string, Pair[]>()
  for (let index = 0; index < pairs; index++) {
    const samples = new Map<Contestant, Sample>()
    for (const contestant of index % 2 === 0 ? order : order.toReversed())
      samples.set(contestant, await contestant.sample(secs))
    for (const [name, contestant] of bases) {
      const pair = { base: samples.get(contestant), ours: samples.get(ours) }
      if (pair.base === undefined || pair.ours === undefined) continue
      repetition.set(name, [...(repetition.get(name) ?? []), { base: pair.base, ours: pair.ours }])
    }
  }
  return repetition
}
