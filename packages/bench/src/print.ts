import type { Share, Summary } from './summary.ts'

export interface Row extends Summary {
  readonly server: string
  readonly body: string
  readonly load: string
}

const columns = [
  'server',
  'body',
  'share of req/s',
  'share by CPU',
  'req/s ours',
  'by hand',
  'CPU µs ours',
  'by hand',
  'p99 ms ours',
  'by hand',
  'busy',
  'errors',
]

export function table(rows: readonly Row[]): string {
  const lines = [columns, ...rows.map(cells)]
  const widths = columns.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)))
  return lines
    .map((line) => line.map((cell, column) => cell.padStart(widths[column] ?? 0)).join('  '))
    .join('\n')
}

function cells({ server, body, throughput, cpu, ours, byHand, errors }: Row): string[] {
  return [
    server,
    body,
    spread(throughput),
    spread(cpu),
    ours.rate.toFixed(0),
    byHand.rate.toFixed(0),
    ours.cpu.toFixed(1),
    byHand.cpu.toFixed(1),
    ours.p99.toFixed(1),
    byHand.p99.toFixed(1),
    Math.min(ours.busy, byHand.busy).toFixed(2),
    String(errors),
  ]
}

/** The row in a sentence. */
export function sentence({ server, body, load, throughput, cpu, ours, byHand, errors }: Row): string {
  const idle =
    Math.min(ours.busy, byHand.busy) < 0.95
      ? `; ${load} did not keep the server busy, read the CPU share`
      : ''
  return `${server}, ${body}: ${spread(throughput)} of the hand-written server's req/s, ${spread(cpu)} by CPU time an event; ${errors} errors${idle}`
}

function spread({ median, low, high }: Share): string {
  return `${median.toFixed(2)} (${low.toFixed(2)}–${high.toFixed(2)})`
}
