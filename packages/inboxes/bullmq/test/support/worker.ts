// A process that works on an inbox: prints the id of each entry that it takes, and finishes it unless it is told to hang.
import { inboxBullmq } from '../../src/index.ts'
import { done } from './job.ts'

const [url = '', prefix = '', leaseMs, mode] = process.argv.slice(2)
const inbox = inboxBullmq({ url, prefix, leaseMs: Number(leaseMs), onWarning: () => {} })
await inbox.work(
  async (entry) => {
    process.stdout.write(`${entry.id} ${entry.claims}\n`)
    if (mode === 'hang') await new Promise(() => {})
    return done(entry)
  },
  { concurrency: 5, onError: () => {} },
)
process.stdout.write('ready\n')
