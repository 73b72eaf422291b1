import { styleText } from 'node:util'
import type { Trial } from './trial.ts'

/** One line of the final table. */
export interface Row {
  readonly framework: string
  readonly provider: string
  readonly trials: readonly Trial[]
}

export function printTrial({ name, events, text, handshake, ...trial }: Trial): void {
  const outcome = handshake ? 'handshake answered' : events.map(({ type }) => type).join(', ')
  console.log(
    [
      `  ${mark(trial.normalised)} ${name.padEnd(40)} ${outcome.padEnd(22)}`,
      `again ${mark(trial.handledOnce)}`,
      `forged ${mark(trial.forgeryRefused)}`,
      text === undefined ? '' : styleText('dim', `“${excerpt(text)}”`),
    ].join('  '),
  )
}

export function printTable(rows: readonly Row[]): void {
  console.log(
    styleText(
      'bold',
      '\nframework  provider      deliveries  events  normalised  duplicates once  forgeries 401',
    ),
  )
  for (const { framework, provider, trials } of rows) {
    const events = trials.reduce((sum, trial) => sum + trial.events.length, 0)
    console.log(
      [
        framework.padEnd(9),
        provider.padEnd(12),
        String(trials.length).padStart(10),
        String(events).padStart(6),
        share(trials, (trial) => trial.normalised).padStart(10),
        share(trials, (trial) => trial.handledOnce).padStart(15),
        share(trials, (trial) => trial.forgeryRefused).padStart(13),
      ].join('  '),
    )
  }
}

function share(trials: readonly Trial[], is: (trial: Trial) => boolean): string {
  return `${trials.filter(is).length}/${trials.length}`
}

function mark(good: boolean): string {
  return good ? styleText('green', '✓') : styleText('red', '✗')
}

function excerpt(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ')
  return line.length > 50 ? `${line.slice(0, 49)}…` : line
}
