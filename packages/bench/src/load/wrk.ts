import { Buffer } from 'node:buffer'
import { execFile, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { type BodyName, bodyKinds, noticesOf } from '../bodies.ts'
import { cores, pinTo } from '../pinned.ts'
import type { Load } from './load.ts'

const script = fileURLToPath(new URL('./wrk.lua', import.meta.url))

export function hasWrk(): boolean {
  return spawnSync('wrk', ['-v']).error === undefined
}

/** Needs several times less CPU for a request than autocannon, so that the server is the one that is busy. */
export function wrkLoad(body: BodyName): Load {
  const kind = bodyKinds[body]
  const folder = mkdtempSync(join(tmpdir(), 'stt-webhooks-bench-'))
  const file = join(folder, 'bodies')
  const { head, tail, signature } = noticesOf(kind)
  const lines = Array.from({ length: kind.count }, (_, index) => `${tail(index)} ${signature(index)}\n`)
  writeFileSync(file, Buffer.concat([Buffer.from(`${head.length}\n`), head, Buffer.from(lines.join(''))]))
  const sent = new Map<string, number>()
  return {
    name: 'wrk',
    async run(url, seconds) {
      const [command = 'wrk', ...rest] = [...pinTo(cores.generator), 'wrk']
      const first = sent.get(url) ?? 0
      const options = ['-t1', `-c${kind.connections}`, `-d${seconds}s`, '--timeout', '10s', '-s', script]
      const { stdout } = await promisify(execFile)(command, [
        ...rest,
        ...options,
        url,
        '--',
        file,
        String(first % kind.count),
      ])
      const numbers = /RESULT (\d+) (\d+) (\d+) (\d+)/.exec(stdout)?.slice(1).map(Number)
      if (numbers === undefined) throw new Error(`wrk gave no result: ${stdout}`)
      const [answered = 0, microseconds = 0, errors = 0, p99 = 0] = numbers
      // Some more were under way when the time was over.
      sent.set(url, first + answered + errors + kind.connections)
      return { answered, seconds: microseconds / 1e6, errors, p99: p99 / 1000 }
    },
    stop: () => rmSync(folder, { recursive: true }),
  }
}
