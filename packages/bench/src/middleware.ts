import { type BodyName, bodyKinds } from './bodies.ts'
import { type ServerModule, startHost } from './host.ts'
import type { Load } from './load/load.ts'
import { startLoad } from './load/start.ts'
import type { Options } from './options.ts'
import { type Contest, compare } from './pairing.ts'
import { spread, table } from './print.ts'
import type { FrameworkName } from './servers/framework.ts'
import { type Summary, summarise } from './summary.ts'

/** Our middleware against a hand-written server, in each framework. */
export async function measureMiddleware(options: Options): Promise<readonly Row[]> {
  const rows: Row[] = []
  for (const body of options.bodies ?? (['400B', '1MB'] as const)) {
    const load = await startLoad(options.load, body)
    for (const server of options.servers) {
      const found = await compare(() => startContest(server, body, load), options)
      for (const repetitions of found.values())
        rows.push({ server, body: bodyKinds[body].label, load: load.name, ...summarise(repetitions) })
      process.stderr.write(`${server}, ${bodyKinds[body].label}: done\n`)
    }
    load.stop()
  }
  return rows
}

async function startContest(framework: FrameworkName, body: BodyName, load: Load): Promise<Contest> {
  const start = (side: 'ours' | 'byHand') => startHost(frameworkServer(framework, side, body), body, load)
  const [ours, byHand] = await Promise.all([start('ours'), start('byHand')])
  return { ours, bases: new Map([['by hand', byHand]]) }
}

export function frameworkServer(
  framework: FrameworkName,
  side: 'ours' | 'byHand',
  body: BodyName,
): ServerModule {
  return { module: new URL('./server.ts', import.meta.url), args: [framework, side, body] }
}

export interface Row extends Summary {
  readonly server: string
  readonly body: string
  readonly load: string
}

export function printMiddleware(rows: readonly Row[]): void {
  console.log(`\n${table(columns, rows.map(cells))}\n`)
  for (const row of rows) console.log(sentence(row))
}

const columns = [
  ...['server', 'body', 'share of req/s', 'share by CPU', 'req/s ours', 'by hand'],
  ...['CPU µs ours', 'by hand', 'p99 ms ours', 'by hand', 'busy', 'errors'],
]

function cells({ server, body, throughput, cpu, ours, base, errors }: Row): string[] {
  return [
    ...[server, body, spread(throughput), spread(cpu), ours.rate.toFixed(0), base.rate.toFixed(0)],
    ...[ours.cpu.toFixed(1), base.cpu.toFixed(1), ours.p99.toFixed(1), base.p99.toFixed(1)],
    ...[Math.min(ours.busy, base.busy).toFixed(2), String(errors)],
  ]
}

/** The row in a sentence. */
function sentence({ server, body, load, throughput, cpu, ours, base, errors }: Row): string {
  const idle =
    Math.min(ours.busy, base.busy) < 0.95 ? `; ${load} did not keep the server busy, read the CPU share` : ''
  return `${server}, ${body}: ${spread(throughput)} of the hand-written server's req/s, ${spread(cpu)} by CPU time an event; ${errors} errors${idle}`
}
