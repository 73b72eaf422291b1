import { describe, expect, it } from 'vitest'
import manifest from '../package.json' with { type: 'json' }
import { run } from './command.ts'

describe('stt-webhooks', () => {
  it('tells its version', async () => {
    expect(await run(['--version'])).toEqual({ code: 0, stdout: `${manifest.version}\n`, stderr: '' })
  })

  it('explains itself, also when called without a command', async () => {
    const [asked, bare] = await Promise.all([run(['--help']), run([])])
    expect(asked).toMatchObject({ code: 0, stderr: '' })
    expect(asked.stdout).toContain('listen [options]')
    expect(bare).toMatchObject({ code: 2, stdout: '', stderr: asked.stdout })
  })

  it('offers the command that was probably meant', async () => {
    const { code, stderr } = await run(['lisen'])
    expect(code).toBe(2)
    expect(stderr).toContain('Did you mean listen?')
  })

  it('lists providers, their variables, and what can be sent', async () => {
    const { code, stdout } = await run(['providers'])
    expect(code).toBe(0)
    expect(stdout).toMatch(/^rev-ai {2}\/webhooks\/stt\/rev-ai {2}STT_REV_AI_SECRET$/m)
    expect(stdout).toMatch(/^ {2}async\.transcribed$/m)
    expect(stdout.match(/^\S+ {2}\/webhooks\/stt\//gm)).toHaveLength(5)
  })
})
