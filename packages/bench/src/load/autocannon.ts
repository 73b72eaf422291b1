import type { BodyName } from '../bodies.ts'
import { ask, cores, forkPinned } from '../pinned.ts'
import type { Load, LoadResult } from './load.ts'

/** In a process of its own, that lives as long as the benchmark: its compiled code stays warm. */
export async function autocannonLoad(body: BodyName): Promise<Load> {
  const { child } = await forkPinned(
    cores.generator,
    new URL('./autocannon-process.ts', import.meta.url),
    body,
  )
  return {
    name: 'autocannon',
    async run(url, seconds) {
      const result = await ask(child, { url, seconds })
      if (isLoadResult(result)) return result
      throw new Error('The load generator gave no result.')
    },
    stop: () => child.disconnect(),
  }
}

function isLoadResult(value: unknown): value is LoadResult {
  return typeof value === 'object' && value !== null && 'answered' in value
}
