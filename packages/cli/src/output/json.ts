import { toLine } from '../line.ts'
import type { Output } from './output.ts'
import { write } from './write.ts'

/** One line of JSON each. */
export const jsonOutput: Output = {
  listening: (listening) => write(`${JSON.stringify({ type: 'listening', ...listening })}\n`),
  event: (event) => write(`${JSON.stringify(toLine(event))}\n`),
}
