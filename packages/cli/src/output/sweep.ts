import type { AnyEvent, EndpointSweep } from '@stt-webhooks/core'
import { printable, shorten } from './printable.ts'
import { type Style, style } from './style.ts'
import { write } from './write.ts'

/** The sweep of one endpoint, and what its numbers mean. */
interface Swept extends EndpointSweep {
  /** False: the service has no list of jobs, or no API key is configured; only expected jobs were looked at. */
  readonly canBeListed: boolean
  readonly dryRun: boolean
}

export type SweepOutput = (swept: Swept) => Promise<void>

/** One line of JSON. Events are named, not shown: the inbox has them. */
export const sweepJson: SweepOutput = ({ found, ...swept }) => {
  const { arrived, overdue } = sorted(found)
  const line = { ...swept, found: arrived.map(nameOf), overdue: overdue.map(nameOf) }
  return write(`${JSON.stringify(line)}\n`)
}

const styles: Readonly<Record<EndpointSweep['outcome'], Style>> = {
  swept: 'green',
  busy: 'yellow',
  interrupted: 'red',
}

/** For people. */
export const sweepText: SweepOutput = (swept) => {
  const { endpoint, outcome, listed, failed, undelivered, reason, dryRun } = swept
  const { arrived, overdue } = sorted(swept.found)
  const counts = [
    `listed ${listed}`,
    `found ${arrived.length}`,
    `overdue ${overdue.length}`,
    `failed ${failed}`,
    `undelivered ${undelivered.length}`,
  ]
  const state = style(styles[outcome], dryRun ? `${outcome} (dry run)` : outcome)
  const notes = [
    ...(reason === undefined ? [] : [[outcome, reason]]),
    ...(swept.canBeListed ? [] : [['no list of jobs: the service has none, or no API key is configured']]),
    ...[...arrived, ...overdue].map((event) => [
      event.type,
      event.jobId ?? referenceOf(event) ?? 'no job id',
    ]),
    ...undelivered.map((one) => ['undelivered', one.jobId, one.reason ?? 'no reason']),
  ]
  const lines = notes.map((note) => `  ${note.map((text) => shorten(printable(text))).join('  ')}\n`)
  return write(`${style('bold', endpoint)}  ${state}  ${counts.join(', ')}\n${lines.join('')}`)
}

function sorted(found: readonly AnyEvent[]): { arrived: readonly AnyEvent[]; overdue: readonly AnyEvent[] } {
  return {
    arrived: found.filter(({ type }) => type !== 'transcript.overdue'),
    overdue: found.filter(({ type }) => type === 'transcript.overdue'),
  }
}

function nameOf(event: AnyEvent): Readonly<Record<string, string | undefined>> {
  const { id, type, product, jobId, occurredAt } = event
  return { id, type, product, jobId, reference: referenceOf(event), occurredAt }
}

function referenceOf(event: AnyEvent): string | undefined {
  return 'reference' in event ? event.reference : undefined
}
