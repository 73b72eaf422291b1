import { createReceiver, inboxMemory } from '@stt-webhooks/core'
import { describe, expect, it } from 'vitest'
import { type Bench, bench, canary, exampleId } from './support/bench.ts'
import { serve } from './support/serve.ts'

const publicUrl = 'https://example.com/webhooks/stt/azure-speech'
const foreignUrl = 'https://example.org/webhooks/stt/azure-speech'

interface Sweeping extends Bench {
  readonly heard: readonly (string | undefined)[]
  readonly lines: string[]
  readonly errors: unknown[]
  sweep(): Promise<unknown>
  /** How the hooks are, by id. */
  states(): Promise<unknown>
}

/** A served receiver that sweeps, and a resource without jobs. */
async function sweeping(): Promise<Sweeping> {
  const one = await bench()
  one.api.expireJob(exampleId)
  const heard: (string | undefined)[] = []
  const lines: string[] = []
  const errors: unknown[] = []
  const log = (line: string) => void lines.push(line)
  const receiver = createReceiver([one.provider], {
    inbox: inboxMemory(),
    publicUrl: 'https://example.com',
    sweep: { enableHooks: true },
    logger: { info() {}, warn: log, error: log },
  })
  receiver.on('transcript.completed', ({ jobId }) => void heard.push(jobId))
  receiver.onError((error) => void errors.push(error))
  await receiver.start()
  await serve(receiver, one.api)
  // What is said of an inbox in memory.
  lines.length = 0
  return {
    ...one,
    heard,
    lines,
    errors,
    sweep: () => receiver.sweep(),
    async states() {
      const { endpoints } = await receiver.health()
      return Object.fromEntries(endpoints[0]?.hooks?.map(({ id, state }) => [id, state]) ?? [])
    },
  }
}

/** The bodies of all updates. */
function updates({ api }: Bench): readonly unknown[] {
  const sent = api.requests.filter(({ method }) => method === 'PATCH')
  return sent.map(({ body }) => JSON.parse(new TextDecoder().decode(body)))
}

describe('a sweep that may enable hooks', () => {
  it('revives what Azure gave up, and touches neither a pause nor the hook of another application', async () => {
    const one = await sweeping()
    const url = `${publicUrl}?code=${canary}`
    one.api.addHook({ id: 'ours', url, status: 'Failed' })
    one.api.addHook({ id: 'paused', url, events: [] })
    one.api.addHook({ id: 'paused, then failed', url, status: 'Failed', events: [] })
    one.api.addHook({ id: 'foreign', url: foreignUrl, status: 'Failed' })
    await one.sweep()
    expect(updates(one)).toMatchObject([{ webUrl: url, properties: { secret: 's3cret' } }])
    expect(one.lines).toEqual([
      expect.stringContaining(`The hook ours to ${publicUrl} was given up`),
      expect.stringContaining('The hook paused to'),
      expect.stringContaining('The hook paused, then failed to'),
    ])
    expect(one.lines.join()).not.toContain(canary)

    one.api.addJob({ id: 'job-1' })
    expect(await one.api.tellEnd('job-1')).toEqual([200])
    await expect.poll(() => one.heard).toEqual(['job-1'])
    expect(await one.states()).toEqual({
      ours: 'working',
      paused: 'paused',
      'paused, then failed': 'paused',
      foreign: 'failed',
    })
    expect(one.errors).toEqual([])
  })

  it.each([
    ['a refused key', [{ status: 401 }], 'api_key_refused'],
    ['an API that is down', ['reset', 'reset', 'reset', 'reset'], 'api_unavailable'],
  ] as const)('tells of %s, and does not fail', async (_name, faults, code) => {
    const one = await sweeping()
    one.api.addHook({ id: 'a', url: publicUrl, status: 'Failed' })
    one.api.fail(...faults)
    await one.sweep()
    expect(one.errors).toMatchObject([{ code }])
    expect(one.lines).toEqual([expect.stringContaining(`could not be checked (WebhookError (${code}))`)])
    expect(updates(one)).toEqual([])
  })

  it('tells of a hook that could not be revived, and tries again the next time', async () => {
    const one = await sweeping()
    one.api.addHook({ id: 'a', url: publicUrl, status: 'Failed' })
    const list = await one.api.send(one.provider.hooks.list())
    const page = { body: await list.text() }
    one.api.fail(page, page, { status: 403 })
    await one.sweep()
    const refused = 'could not be switched on again (WebhookError (api_key_refused))'
    expect(one.lines).toEqual([expect.stringContaining(refused)])
    await one.sweep()
    expect(one.lines.at(-1)).toContain('It was switched on again')
    expect(updates(one)).toHaveLength(2)
  })
})
