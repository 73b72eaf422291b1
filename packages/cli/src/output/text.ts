import type { AnyEvent, EventType } from '@stt-webhooks/core'
import type { Output } from './output.ts'
import { printable, shorten } from './printable.ts'
import { type Style, style } from './style.ts'
import { write } from './write.ts'

/** For people. */
export const textOutput: Output = {
  listening({ url, endpoints }) {
    const lines = endpoints.map((endpoint) => {
      const warning = endpoint.verified ? '' : ` ${style('yellow', 'accepts anyone')}`
      return `  ${endpoint.provider.padEnd(12)}  ${endpoint.url}${warning}\n`
    })
    return write(`Listening on ${style('bold', url)}\n${lines.join('')}`)
  },
  event: (event) => write(`\n${describeEvent(event)}`),
}

const styles: Readonly<Record<EventType, Style>> = {
  'transcript.completed': 'green',
  'transcript.failed': 'red',
  'transcript.ended': 'yellow',
  'transcript.progressed': 'cyan',
  'job.completed': 'green',
  'job.failed': 'red',
  'job.progressed': 'cyan',
  'audio.redacted': 'green',
  'transcript.overdue': 'yellow',
  'webhook.pinged': 'cyan',
  'webhook.unrecognized': 'yellow',
}

function describeEvent(event: AnyEvent): string {
  const head = [
    style(styles[event.type], event.type),
    event.provider,
    style('bold', printable(event.jobId ?? 'no job id')),
  ]
  const details = detailsOf(event).map(([name, value]) => {
    return `  ${style('dim', name.padEnd(10))}  ${shorten(printable(value))}\n`
  })
  return `${head.join('  ')}\n${details.join('')}`
}

function detailsOf(event: AnyEvent): [name: string, value: string][] {
  const { product, verifiedBy, name, language, duration, metadata, receivedAt, id } = event
  const details: [string, string | undefined][] = [
    ['product', product],
    ['kind', 'kind' in event ? event.kind : undefined],
    ['phase', 'phase' in event ? event.phase : undefined],
    ['name', name],
    ['language', language],
    ['duration', duration === undefined ? undefined : `${duration} s`],
    ['reason', 'reason' in event ? event.reason : undefined],
    ['error', 'error' in event ? `${event.error.code}: ${event.error.message}` : undefined],
    ...transcriptsOf(event),
    ['metadata', Object.keys(metadata).length === 0 ? undefined : JSON.stringify(metadata)],
    ['verified', verifiedBy],
    ['received', receivedAt],
    ['id', id],
  ]
  return details.flatMap(([title, value]) => (value === undefined ? [] : [[title, value]]))
}

function transcriptsOf(event: AnyEvent): [name: string, value: string][] {
  const transcripts = 'transcripts' in event ? (event.transcripts ?? []) : []
  return transcripts.map(({ text }) => ['transcript', text])
}
