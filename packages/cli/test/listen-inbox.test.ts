import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { listen } from './command.ts'
import { project } from './project.ts'
import { hasSqlite } from './sqlite.ts'

const environment = { STT_REV_AI_SECRET: 's3cret' }

async function post(url: string, id: string): Promise<boolean> {
  const headers = { authorization: 'Bearer s3cret' }
  const body = JSON.stringify({ job: { id, status: 'transcribed', type: 'async' } })
  const answer = await fetch(`${url}/webhooks/stt/rev-ai`, { method: 'POST', headers, body }).catch(
    () => undefined,
  )
  return answer?.status === 200
}

/** The jobs in whole lines; a killed process may have left half a one. */
function jobsIn(stdout: string): readonly unknown[] {
  return stdout.split('\n').flatMap((line) => {
    try {
      return [JSON.parse(line).jobId]
    } catch {
      return []
    }
  })
}

describe.skipIf(!hasSqlite)('listen --inbox', () => {
  it('prints after a kill -9 and a restart whatever was acknowledged before', async () => {
    const folder = await project({})
    const args = ['--json', '--inbox', `sqlite:${join(folder, 'events.db')}`]
    const first = await listen(args, environment)
    const acknowledged = new Set<string>()
    let killed: ReturnType<typeof first.stop> | undefined
    await Promise.all(
      Array.from({ length: 60 }, async (_, index) => {
        if (await post(first.url, `job-${index}`)) acknowledged.add(`job-${index}`)
        if (acknowledged.size >= 20) killed ??= first.stop('SIGKILL')
      }),
    )
    const { stdout = '', code } = (await killed) ?? {}
    expect(code).toBeNull()

    const missing = new Set<unknown>(acknowledged)
    for (const jobId of jobsIn(stdout)) missing.delete(jobId)
    const second = await listen(args, environment)
    while (missing.size > 0) missing.delete((await second.event())['jobId'])
    expect(acknowledged.size).toBeGreaterThanOrEqual(20)

    // And it goes on.
    expect(await post(second.url, 'job-after')).toBe(true)
    let event = await second.event()
    while (event['jobId'] !== 'job-after') event = await second.event()
  })
})
