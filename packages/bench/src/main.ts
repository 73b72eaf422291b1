import { measureInboxes } from './inbox/measure.ts'
import { printInboxes } from './inbox/print.ts'
import { measureMiddleware, printMiddleware } from './middleware.ts'
import { readOptions } from './options.ts'
import { printTranscripts } from './transcripts.ts'

const options = readOptions(process.argv.slice(2))
const { secs, pairs, reps, parts } = options
console.log(
  `Node ${process.version}, ${options.load}; windows of ${secs} s, ${pairs} pairs × ${reps} repetitions. Shares: 1 is as fast as the other side.`,
)
if (parts.includes('middleware')) printMiddleware(await measureMiddleware(options))
if (parts.includes('inbox')) printInboxes(await measureInboxes(options))
if (parts.includes('transcripts')) printTranscripts()
