#!/usr/bin/env node
import { run } from './program.ts'

// Whoever read our output has gone, as in `… | head`: nothing is left to do, and nothing to complain about.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0)
  throw error
})
process.stderr.on('error', () => {})

process.exitCode = await run(process.argv.slice(2))
