import type { BodyName } from './bodies.ts'
import { type Host, type Sample, startHost } from './host.ts'
import type { Load } from './load/load.ts'
import type { FrameworkName } from './servers/framework.ts'

/** Two windows, one after the other: what changes the machine's speed changes both. */
export interface Pair {
  readonly byHand: Sample
  readonly ours: Sample
}

/** The pairs of one pair of processes. */
export type Repetition = readonly Pair[]

export interface Effort {
  /** Whole seconds of a window. */
  readonly secs: number
  /** Pairs of windows of a repetition. */
  readonly pairs: number
  /** How often both servers are started anew. */
  readonly reps: number
}

export async function compare(
  framework: FrameworkName,
  body: BodyName,
  load: Load,
  { secs, pairs, reps }: Effort,
): Promise<readonly Repetition[]> {
  const repetitions: Repetition[] = []
  for (let rep = 0; rep < reps; rep++) {
    const [byHand, ours] = await Promise.all([
      startHost(framework, 'byHand', body),
      startHost(framework, 'ours', body),
    ])
    await byHand.sample(load, secs)
    await ours.sample(load, secs)
    repetitions.push(await alternate(byHand, ours, load, secs, pairs))
    byHand.stop()
    ours.stop()
  }
  return repetitions
}

/** by hand, ours; ours, by hand; and so on: neither side is always the first. */
async function alternate(
  byHand: Host,
  ours: Host,
  load: Load,
  secs: number,
  pairs: number,
): Promise<Repetition> {
  const repetition: Pair[] = []
  for (let index = 0; index < pairs; index++) {
    if (index % 2 === 0) {
      const base = await byHand.sample(load, secs)
      repetition.push({ byHand: base, ours: await ours.sample(load, secs) })
    } else {
      const candidate = await ours.sample(load, secs)
      repetition.push({ byHand: await byHand.sample(load, secs), ours: candidate })
    }
  }
  return repetition
}
