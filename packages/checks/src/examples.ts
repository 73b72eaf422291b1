import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { simulator as assemblyai } from '@stt-webhooks/assemblyai/testing'
import { simulator as revAi } from '@stt-webhooks/rev-ai/testing'
import { type Simulator, send } from '@stt-webhooks/testing'
import { report } from './report.ts'
import { root } from './workspace.ts'

// The quick starts run as they stand: a genuine delivery is told on the console, a forged one gets 401. The story of the lost webhooks ends well.

const secrets = { ASSEMBLYAI_SECRET: 'assemblyai-example', REV_AI_SECRET: 'rev-ai-example' }

await report('examples', async () => {
  const problems = await Promise.all([...['express', 'koa', 'h3'].map(check), checkStory('reconcile')])
  return problems.flat()
})

async function checkStory(name: string): Promise<readonly string[]> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'story/main.ts'], {
    cwd: join(root, 'examples', name),
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const closed = once(child, 'close')
  const lines: string[] = []
  for await (const line of createInterface({ input: child.stdout })) lines.push(line)
  await closed
  return child.exitCode === 0 ? [] : [`${name}: ended with ${child.exitCode}\n${lines.join('\n')}`]
}

async function check(name: string): Promise<readonly string[]> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/server.ts'], {
    cwd: join(root, 'examples', name),
    env: { ...process.env, ...secrets, PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  try {
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
    const origin = `http://127.0.0.1:${await findPort(lines)}`
    const simulators: readonly [Simulator, Simulator][] = [
      [
        assemblyai({ secret: secrets.ASSEMBLYAI_SECRET, url: `${origin}/webhooks/stt/assemblyai` }),
        assemblyai({ secret: 'forged', url: `${origin}/webhooks/stt/assemblyai` }),
      ],
      [
        revAi({ secret: secrets.REV_AI_SECRET, url: `${origin}/webhooks/stt/rev-ai` }),
        revAi({ secret: 'forged', url: `${origin}/webhooks/stt/rev-ai` }),
      ],
    ]
    const problems: string[] = []
    for (const [genuine, forger] of simulators) {
      const forged = await send(forger.completed())
      if (forged.status !== 401)
        problems.push(`${name}: a forged ${genuine.provider} delivery got ${forged.status}`)
      const { status } = await send(genuine.completed({ jobId: 'example-job' }))
      if (status !== 200) problems.push(`${name}: a genuine ${genuine.provider} delivery got ${status}`)
      const line = (await lines.next()).value
      const expected = `${genuine.provider} example-job is ready`
      if (line !== expected) problems.push(`${name}: printed "${line}" instead of "${expected}"`)
    }
    return problems
  } finally {
    child.kill()
    await once(child, 'close')
  }
}

/** `listening on { address: '::', family: 'IPv6', port: 40123 }`, on one line or on several. */
async function findPort(lines: AsyncIterator<string>): Promise<number> {
  for (;;) {
    const { value, done } = await lines.next()
    if (done) throw new Error('The example ended before it listened.')
    const port = /port: (\d+)/.exec(value)?.[1]
    if (port !== undefined) return Number(port)
  }
}
