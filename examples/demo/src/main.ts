import { createReceiver } from '@stt-webhooks/core'
import { frameworks, listen } from './frameworks.ts'
import { printTable, printTrial, type Row } from './print.ts'
import { createServices } from './services.ts'
import { runTrial, type Trial } from './trial.ts'

const secret = 'known-to-the-service'
const forgedSecret = 'guessed-by-somebody'
const silent = { info() {}, warn() {}, error() {} }

const rows: Row[] = []
let jobs = 0

for (const [framework, serve] of Object.entries(frameworks)) {
  const services = await createServices(secret)
  const receiver = createReceiver(
    services.map(({ provider }) => provider),
    { logger: silent },
  )
  const server = await listen(serve(receiver))
  for (const { provider, simulator, addJob } of services) {
    console.log(
      `\n${framework}: ${provider.provider} sends to ${server.origin}/webhooks/stt/${provider.endpoint}`,
    )
    const url = `${server.origin}/webhooks/stt/${provider.endpoint}`
    const genuine = simulator({ secret, url })
    const forger = simulator({ secret: forgedSecret, url })
    const trials: Trial[] = []
    for (const name of genuine.names) {
      const jobId = `demo-${++jobs}`
      addJob(jobId, name)
      const trial = await runTrial(receiver, name, jobId, genuine, forger)
      printTrial(trial)
      trials.push(trial)
    }
    rows.push({ framework, provider: provider.provider, trials })
  }
  await receiver.stop()
  server.close()
  await Promise.all(services.map((service) => service.close()))
}

printTable(rows)
const trials = rows.flatMap((row) => row.trials)
const good = trials.every((trial) => trial.normalised && trial.handledOnce && trial.forgeryRefused)
console.log(
  good
    ? '\nAll events normalised, all duplicates handled once, all forgeries refused.'
    : '\nSomething went wrong.',
)
process.exitCode = good ? 0 : 1
