import { createDelivery } from '../load/delivery.ts'
import { createSender } from '../load/sender.ts'
import { startServer } from '../server/process.ts'
import { createFolder } from '../stores/folder.ts'
import { sqlite } from '../stores/sqlite.ts'
import { exchanges } from './order.ts'
import { hasStrace, startStrace } from './strace.ts'

// What a power failure leaves cannot be tried here. What can be seen is whether the disk was told to keep a delivery before the sender was.

const deliveries = 20

const missing = hasStrace() ? await sqlite.missing() : 'strace is not installed (Linux only)'
if (missing === undefined) await trace()
else console.log(`Not shown: ${missing}.`)

async function trace(): Promise<void> {
  const store = await sqlite.create()
  const folder = await createFolder()
  const server = await startServer()
  try {
    const port = await server.serve({ inbox: store.address, handled: store.handled })
    const sender = createSender(port, 1)
    // The first one opens the file.
    await sender.send(createDelivery('first', false, 100))
    const strace = await startStrace(server.pid, folder.file('calls'))
    for (let index = 0; index < deliveries; index++)
      await sender.send(createDelivery(`job-${index}`, false, 100))
    sender.close()
    show(await strace.stop())
  } finally {
    server.kill()
    await server.exited
    await store.drop()
    await folder.drop()
  }
}

function show(lines: readonly string[]): void {
  const found = exchanges(lines)
  const durable = found.filter((one) => one.durable).length
  console.log('System calls of the server between one request and its answer:\n')
  for (const call of found[0]?.calls ?? []) console.log(`  ${call}`)
  console.log(
    `\n${durable} of ${deliveries} deliveries: their pages were written to the write-ahead log of SQLite (-wal), and an fsync of it returned 0, before the 200 was written to the socket.`,
  )
  console.log(
    'That is what this shows: the kernel was asked to put every acknowledged delivery on the disk first, and said it had. Whether the disk itself keeps what it confirmed when the power fails is untested.',
  )
  if (durable < deliveries) process.exitCode = 1
}
