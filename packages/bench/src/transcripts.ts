import { hours, measureGrowth, measureNormalising } from './normalising.ts'

/** What it costs to make our transcript, in time and in memory. */
export function printTranscripts(): void {
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
}
