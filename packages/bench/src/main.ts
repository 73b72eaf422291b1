import { type BodyName, bodyKinds } from './bodies.ts'
import { autocannonLoad } from './load/autocannon.ts'
import type { Load } from './load/load.ts'
import { wrkLoad } from './load/wrk.ts'
import { hours, measureGrowth, measureNormalising } from './normalising.ts'
import { type Options, readOptions } from './options.ts'
import { compare } from './pairing.ts'
import { type Row, sentence, table } from './print.ts'
import { summarise } from './summary.ts'

const options = readOptions(process.argv.slice(2))
const { secs, pairs, reps } = options
console.log(
  `Node ${process.version}, ${options.load}; windows of ${secs} s, ${pairs} pairs × ${reps} repetitions. Shares: 1 is as fast as the hand-written server.`,
)

const rows: Row[] = []
for (const body of options.bodies) await measure(body, options)
console.log(`\n${table(rows)}\n`)
for (const row of rows) console.log(sentence(row))

async function measure(body: BodyName, { servers, load: generator }: Options): Promise<void> {
  const load: Load = generator === 'wrk' ? wrkLoad(body) : await autocannonLoad(body)
  for (const server of servers) {
    const repetitions = await compare(server, body, load, options)
    rows.push({ server, body: bodyKinds[body].label, load: load.name, ...summarise(repetitions) })
    process.stderr.write(`${server}, ${bodyKinds[body].label}: done\n`)
  }
  load.stop()
}

console.log(
  '\nTen hours of speech, 100,000 words, in each service’s form: CPU time of making our transcript of it.',
)
for (const { provider, megabytes, parsing, normalising } of measureNormalising()) {
  console.log(
    `${provider}: ${(normalising / parsing).toFixed(2)} of JSON.parse (${normalising.toFixed(0)} ms beside ${parsing.toFixed(0)} ms for ${megabytes.toFixed(1)} MB)`,
  )
}

console.log(`\nWhat a word of our transcript keeps in memory, of ${hours.join(', ')} hours of speech:`)
for (const { provider, bytesPerWord } of measureGrowth()) {
  console.log(`${provider}: ${bytesPerWord.map((bytes) => bytes.toFixed(0)).join(', ')} bytes`)
}
