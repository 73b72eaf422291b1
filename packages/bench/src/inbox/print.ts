import { spread, table } from '../print.ts'
import type { IdleRow } from './idle.ts'
import type { InboxResults, RatioRow } from './measure.ts'
import { perSecond, type SlowRow } from './slow-handlers.ts'

const idleGoalMs = 50
const slowGoalMs = 250

export function printInboxes({ notes, ratios, idle, slow }: InboxResults): void {
  console.log('\nInboxes: deliveries that are stored when they are acknowledged.')
  for (const note of notes) console.log(note)
  if (ratios.length === 0) return
  console.log(`\n${table(columns, ratios.map(cells))}\n`)
  for (const row of ratios) console.log(sentence(row))
  console.log('\nFrom the 200 to the start of the handler, on an idle server:')
  for (const row of idle) console.log(idleSentence(row))
  console.log(`\nFrom delivery to acknowledgement at ${perSecond}/s, while every handler sleeps for 60 s:`)
  for (const row of slow) console.log(slowSentence(row))
}

const columns = [
  ...['inbox', 'body', 'compared to', 'share', 'ours/s', 'other/s', 'CPU µs ours', 'other'],
  ...['p99 ms ours', 'other', 'busy ours', 'other', 'errors'],
]

function cells({ inbox, body, against, throughput, ours, base, errors }: RatioRow): string[] {
  return [
    ...[inbox, body, against, spread(throughput), ours.rate.toFixed(0), base.rate.toFixed(0)],
    ...[ours.cpu.toFixed(1), base.cpu.toFixed(1), ours.p99.toFixed(1), base.p99.toFixed(1)],
    ...[ours.busy.toFixed(2), base.busy.toFixed(2), String(errors)],
  ]
}

function sentence({ inbox, body, against, atLeast, throughput, errors }: RatioRow): string {
  const goal = atLeast === undefined ? '' : `, ${verdict(throughput.median >= atLeast)} (at least ${atLeast})`
  return `${inbox}, ${body}: ${spread(throughput)} of the deliveries/s of ${against}${goal}; ${errors} errors`
}

function idleSentence({ inbox, workplace, p50, p99, max, errors }: IdleRow): string {
  const goal = `${verdict(p50 < idleGoalMs)} (p50 under ${idleGoalMs} ms)`
  return `${inbox}, ${workplace}: p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms, at most ${max.toFixed(1)} ms, ${goal}; ${errors} errors`
}

function slowSentence({ inbox, p50, p99, deliveries, errors }: SlowRow): string {
  const goal = `${verdict(p99 < slowGoalMs)} (p99 under ${slowGoalMs} ms)`
  return `${inbox}: p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms of ${deliveries}, ${goal}; ${errors} errors`
}

function verdict(reached: boolean): string {
  return reached ? 'as wanted' : 'MISSED'
}
