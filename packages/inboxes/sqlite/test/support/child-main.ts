import { inboxSqlite } from '../../src/index.ts'
import { put } from './sample.ts'

export interface Task {
  readonly file: string
  readonly leaseMs?: number
  /** Works, and says what it handled. */
  readonly work?: boolean
  /** Never comes to an end with what it works on. */
  readonly hang?: boolean
  /** Accepts these, and says which it acknowledged. */
  readonly accept?: readonly string[]
  /** Dies when this step was made for the last of them. */
  readonly dieAt?: string
  /** Accepts what it is sent, and says what became of it. */
  readonly serve?: boolean
}

const [, , argument = '{}'] = process.argv
const { file, leaseMs, work, hang, accept = [], dieAt, serve }: Task = JSON.parse(argument)
let mortal = false

function say(line: string): void {
  process.send?.(line)
}

const inbox = inboxSqlite({
  file,
  leaseMs,
  onWarning: (message) => say(/takes over when/.test(message) ? 'waits' : message),
  onStep: (step) => {
    if (mortal && step === dieAt) process.kill(process.pid, 'SIGKILL')
  },
})

if (work) {
  const worker = await inbox.work(
    async ({ event, claims, progress }) => {
      say(`handles ${event?.jobId} (${claims})`)
      if (hang) await new Promise(() => undefined)
      return { state: 'done', progress }
    },
    { concurrency: 10, onError: (error) => say(String(error)) },
  )
  say('works')
  process.on('message', async () => {
    await worker.stop()
    await inbox.close()
    process.disconnect()
  })
}

if (serve) {
  process.on('message', async (jobId: string) => {
    const outcome = await put(inbox, jobId).catch((error: unknown) => `refused: ${error}`)
    say(`${jobId} ${outcome}`)
  })
  say('serves')
}

for (const jobId of accept) {
  mortal = jobId === accept.at(-1)
  say(`${jobId} ${await put(inbox, jobId)}`)
}
if (!work && !serve) {
  await inbox.close()
  process.disconnect()
}
