import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'

const run = promisify(execFile)
const cwd = new URL('..', import.meta.url)
const start = ['--import', 'tsx', '--conditions=@stt-webhooks/source', 'story/main.ts']

describe('the story', () => {
  it('loses no job and handles none twice, and says by whom each end came', {
    timeout: 120_000,
  }, async () => {
    // Rejects if the story ends with another code than 0.
    const { stdout, stderr } = await run(process.execPath, start, { cwd, timeout: 110_000 })
    const ends = [
      ...stdout.matchAll(/^(order-\d) .* ((?:completed|failed|overdue) by \w+) .* (.+ of .+?) {2}good$/gm),
    ]
    expect(ends.map(([, ...end]) => end.join(', '))).toEqual([
      'order-1, completed by webhook, 1 of 1',
      'order-2, completed by webhook, 3 of 3',
      'order-3, completed by sweep, 0 of 0',
      'order-4, completed by webhook, 1 of 1',
      'order-5, completed by sweep, 0 of 0',
      'order-6, overdue by sweep, 0 of 0',
      'order-7, completed by webhook, 1 of 1',
      'order-8, completed by sweep, 0 of 4',
      'order-9, failed by sweep, 0 of 4',
    ])
    expect(stdout.trim().split('\n').at(-1)).toBe('No job was lost, and none was handled twice.')
    expect(stderr).not.toContain('[stt-webhooks]')
  })
})
