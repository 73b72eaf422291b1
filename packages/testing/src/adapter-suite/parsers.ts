import assert from 'node:assert/strict'
import { gzipSync } from 'node:zlib'
import type { Leftover } from '../adapter-suite.ts'
import type { Check } from '../checks.ts'
import { type Bench, onBench, type Setting } from './bench.ts'
import { oddBodies } from './bodies.ts'
import { carrying, completed, signed } from './example-delivery.ts'

/** A parser that ran first may cost us the bytes. Then the answer is 503, at once: a forgery (401) or a hang would be a lie. */
export function parserChecks(setting: Setting): readonly Check[] {
  return Object.entries(setting.subject.parsers).flatMap(([parser, leftover]) =>
    behind(setting, parser, leftover),
  )
}

const oddOutcome: Readonly<Record<Leftover, string>> = {
  bytes: 'verified',
  text: 'verified or answered 503',
  value: 'answered 503',
  nothing: 'answered 503',
}

function behind(setting: Setting, parser: string, leftover: Leftover): readonly Check[] {
  const keepsText = leftover === 'bytes' || leftover === 'text'
  return [
    {
      name: `behind ${parser}, a signed delivery is ${keepsText ? 'verified' : 'answered 503, and the log tells what to do'}`,
      run: () =>
        onBench(setting, { parser }, async (bench) => {
          const { status } = await bench.send(signed())
          if (!keepsText) return assertBytesLost(setting, bench, status)
          assert.equal(status, 200)
          assert.deepEqual(
            bench.events.map((event) => event.raw),
            [completed],
          )
        }),
    },
    ...Object.entries(oddBodies).map(([name, body]) => ({
      name: `behind ${parser}, a signed body with ${name} is ${oddOutcome[leftover]}`,
      run: () =>
        onBench(setting, { parser }, async (bench) => {
          const { status } = await bench.send(signed(body))
          // The parser itself may find fault with such a body.
          if (bench.requests.length === 0 && leftover !== 'bytes') return
          if (leftover === 'bytes') assert.equal(status, 200)
          else if (leftover === 'text') assert.ok(status === 200 || status === 503, `answered ${status}`)
          else assertBytesLost(setting, bench, status)
        }),
    })),
    {
      name: `behind ${parser}, a delivery with a secret in a header is ${leftover === 'nothing' ? 'answered 503' : 'received'}`,
      run: () =>
        onBench(setting, { parser, provider: { signs: 'header' } }, async (bench) => {
          const { status } = await bench.send(carrying())
          if (leftover === 'nothing') return assertBytesLost(setting, bench, status)
          assert.equal(status, 200)
          assert.deepEqual(
            bench.events.map((event) => event.raw),
            [completed],
          )
        }),
    },
    {
      name: `behind ${parser}, an altered body is never taken for genuine`,
      run: () =>
        onBench(setting, { parser }, async (bench) => {
          const { status } = await bench.send({
            ...signed(),
            body: signed(JSON.stringify({ ...completed, id: 'job-2' })).body,
          })
          assert.ok(status === 401 || status === 503, `answered ${status}`)
          assert.deepEqual(bench.events, [])
        }),
    },
    {
      name: `behind ${parser}, a compressed body is never taken for a forgery`,
      run: () =>
        onBench(setting, { parser }, async (bench) => {
          const { body, headers, path } = signed(gzipSync(JSON.stringify(completed)))
          const { status } = await bench.send({
            path,
            body,
            headers: { ...headers, 'content-encoding': 'gzip' },
          })
          assert.equal(bench.receiver.counts().refused, undefined)
          if (bench.requests.length > 0) assert.equal(status, 503)
        }),
    },
    {
      name: `behind ${parser}, an empty body and one of another type are answered at once`,
      run: () =>
        onBench(setting, { parser }, async (bench) => {
          await bench.send(signed(''))
          const other = await bench.send(signed(JSON.stringify(completed), 'text/x-other'))
          assert.ok(
            other.status === 200 || other.status === 503,
            `a body of another type was answered ${other.status}`,
          )
          assert.equal(bench.receiver.counts().refused, undefined)
          assert.equal(bench.receiver.counts().deadline, undefined)
        }),
    },
  ]
}

function assertBytesLost({ subject }: Setting, { receiver, lines }: Bench, status: number): void {
  assert.equal(status, 503)
  assert.deepEqual(receiver.counts(), { body_already_parsed: 1 })
  assert.ok(
    lines.some((line) => line.includes(subject.remedy)),
    `the log does not name "${subject.remedy}": ${lines.join('\n')}`,
  )
}
