import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { expect, it, onTestFinished } from 'vitest'
import { example, put, until } from './support/job.ts'
import { createStores, redisUrl, withRedis } from './support/redis.ts'

const root = fileURLToPath(new URL('../../../../', import.meta.url))
const script = fileURLToPath(new URL('./support/worker.ts', import.meta.url))

interface WorkerProcess {
  readonly child: ChildProcess
  /** What it took: the id and the count of claims. */
  readonly taken: readonly (readonly [id: string, claims: number])[]
}

withRedis('several processes', () => {
  const { open, prefix, admin } = createStores('processes')

  it('share the work, each event once', async () => {
    const inbox = await open('shared')
    const workers = await Promise.all([start('shared', 30_000), start('shared', 30_000)])
    expect((await inbox.query.stats()).workers).toBe(2)
    const jobs = Array.from({ length: 200 }, (_, index) => `job-${index}`)
    await Promise.all(jobs.map((job) => put(inbox, job)))
    await until(async () => (await inbox.query.stats()).done === jobs.length)
    const taken = workers.map((worker) => worker.taken.map(([id]) => id))
    expect(taken.flat().sort()).toEqual(jobs.map((job) => example(job).entry.id).sort())
    for (const own of taken) expect(own.length).toBeGreaterThan(0)
  }, 30_000)

  it('take over what a killed one had', async () => {
    const inbox = await open('killed')
    const hanging = await start('killed', 1_000, 'hang')
    await put(inbox, 'job-1')
    await until(() => hanging.taken.length === 1)
    const heir = await start('killed', 1_000)
    hanging.child.kill('SIGKILL')
    await until(() => heir.taken.length === 1)
    expect(heir.taken).toEqual([[example('job-1').entry.id, 2]])
    await until(async () => (await inbox.query.stats()).done === 1)
  }, 30_000)

  it('keep what they work on for longer than a lease', async () => {
    const inbox = await open('long')
    const hanging = await start('long', 500, 'hang')
    await put(inbox, 'job-1')
    await until(() => hanging.taken.length === 1)
    const other = await start('long', 500)
    await put(inbox, 'job-2')
    await until(() => other.taken.length + hanging.taken.length >= 2)
    // The lease is prolonged again and again, by the process that works and by nobody else.
    const { id } = example('job-1').entry
    const lease = async () => Number(await admin.zscore(`${prefix('long')}:inbox-entries:run`, id))
    const first = await lease()
    await until(async () => (await lease()) > first + 1_000)
    expect(other.taken.map(([id]) => id)).not.toContain(id)
  }, 30_000)

  async function start(name: string, leaseMs: number, mode = 'done'): Promise<WorkerProcess> {
    const args = ['--import', 'tsx', '--conditions=@stt-webhooks/source', script]
    const child = spawn(process.execPath, [...args, redisUrl, prefix(name), String(leaseMs), mode], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    onTestFinished(() => void child.kill('SIGKILL'))
    const taken: [string, number][] = []
    await new Promise<void>((resolve) => {
      createInterface({ input: child.stdout }).on('line', (line) => {
        const [id = '', claims] = line.split(' ')
        if (id === 'ready') resolve()
        else taken.push([id, Number(claims)])
      })
    })
    return { child, taken }
  }
})
