import { once } from 'node:events'
import { appendFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { sttWebhooks } from '@stt-webhooks/node'
import { exampleProvider } from '@stt-webhooks/testing'
import { openInbox } from '../inboxes/open.ts'
import { secret } from '../load/delivery.ts'
import type { Command, Notice, ServerSettings } from './messages.ts'

// A server in a process of its own, as an application has it. It loads everything, opens nothing, and waits to be told what to be.

/** What a handler needs that is `slow`, in milliseconds. */
const slowMs = 20

const silent = () => {}
let release: () => void = silent
const released = new Promise<void>((resolve) => {
  release = resolve
})
let begun = 0

function tell(notice: Notice): void {
  process.send?.(notice)
}

/** Tells of every step once, and dies at the one that was asked for: the signal arrives before the call returns. */
function createOnStep({ dieAt }: ServerSettings): (step: string) => void {
  const times = new Map<string, number>()
  return (step) => {
    const time = (times.get(step) ?? 0) + 1
    times.set(step, time)
    if (time === 1) tell({ kind: 'step', step })
    if (step === dieAt?.step && time === dieAt.time) process.kill(process.pid, 'SIGKILL')
  }
}

async function handled({ handler }: ServerSettings): Promise<void> {
  begun++
  if (handler === 'slow') await new Promise((resolve) => setTimeout(resolve, slowMs))
  if (handler === 'stuck') await released
}

async function serve(settings: ServerSettings): Promise<void> {
  const { concurrency, maxInFlightBytes, stopMs } = settings
  const stt = sttWebhooks([exampleProvider({ secret })], {
    ...{ inbox: await openInbox(settings.inbox, createOnStep(settings)), concurrency, maxInFlightBytes },
    logger: { info: silent, warn: silent, error: silent },
  })
  stt.onAny(async (event) => {
    await handled(settings)
    // Only this process dies, and what the kernel was given it has: nothing need be flushed.
    appendFileSync(settings.handled, `${event.id}\n`)
  })
  let requests = 0
  let answers = 0
  const server = createServer((request, response) => {
    requests++
    response.once('finish', () => answers++)
    void stt(request, response)
  })
  // Nothing ends the process: it must have nothing left to do.
  process.once('SIGTERM', async () => {
    process.off('disconnect', orphaned)
    server.close()
    await Promise.all([stt.stop(stopMs === undefined ? {} : { timeoutMs: stopMs }), once(server, 'close')])
    tell({ kind: 'stopped', requests, answers })
    process.disconnect()
  })
  await stt.start()
  server.listen(0, '127.0.0.1', () => {
    const address = server.address()
    if (typeof address === 'object' && address !== null) tell({ kind: 'serving', port: address.port })
  })
}

/** Whoever started it is gone without a word. */
function orphaned(): void {
  process.exit()
}

async function obey(command: Command): Promise<void> {
  switch (command.kind) {
    case 'serve':
      return await serve(command.settings)
    case 'release':
      release()
      return tell({ kind: 'released' })
    case 'measure': {
      // Node gives kilobytes.
      const most = process.resourceUsage().maxRSS * 1024
      return tell({ kind: 'measured', now: process.memoryUsage.rss(), most, begun })
    }
  }
}

// The other end is `process.ts`, which sends nothing else.
process.on('message', (command: Command) => void obey(command))
process.once('disconnect', orphaned)
tell({ kind: 'loaded' })
