import type { BodyName } from '../../bodies.ts'
import type { Contestant, Sample } from '../../pairing.ts'
import { ask, cores, end, forkPinned } from '../../pinned.ts'
import type { InboxName } from '../inboxes.ts'
import { makePlace } from '../places.ts'
import type { Side } from './sides.ts'

/** Starts one side of an inbox, on a place of its own, which is gone when it stops. */
export async function startPut(inbox: InboxName, side: Side, body: BodyName): Promise<Contestant> {
  const place = await makePlace(inbox)
  const module = new URL('./process.ts', import.meta.url)
  const { child } = await forkPinned(cores.servers, module, inbox, side, body, place.name)
  return {
    async sample(seconds) {
      const sample = await ask(child, { seconds })
      if (isSample(sample)) return sample
      throw new Error(`${inbox} ${side} gave no result.`)
    },
    async stop() {
      await end(child)
      await place.remove()
    },
  }
}

function isSample(value: unknown): value is Sample {
  return typeof value === 'object' && value !== null && 'rate' in value
}
