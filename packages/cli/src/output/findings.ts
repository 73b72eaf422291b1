import type { Finding, Level } from '../doctor/finding.ts'
import { printable } from './printable.ts'
import { type Style, style } from './style.ts'
import { write } from './write.ts'

export type FindingOutput = (finding: Finding) => Promise<void>

/** One line of JSON each. */
export const findingJson: FindingOutput = (finding) => write(`${JSON.stringify(finding)}\n`)

const styles: Readonly<Record<Level, Style>> = { ok: 'green', note: 'dim', warning: 'yellow', error: 'red' }

/** For people. */
export const findingText: FindingOutput = ({ level, check, endpoint, message, fix }) => {
  const about = endpoint === undefined ? check : `${check} ${endpoint}`
  const remedy = fix === undefined ? '' : `${' '.repeat(9)}${style('bold', 'fix')}  ${printable(fix)}\n`
  return write(`${style(styles[level], level.padEnd(7))}  ${about}  ${printable(message)}\n${remedy}`)
}
