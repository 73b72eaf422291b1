import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { toAssemblyAi } from '../../parity/src/encoders/assemblyai.ts'
import { toAzureSpeech } from '../../parity/src/encoders/azure-speech.ts'
import { toRevAi } from '../../parity/src/encoders/rev-ai.ts'
import { toSmallestAi } from '../../parity/src/encoders/smallest-ai.ts'
import { toSpeechmatics } from '../../parity/src/encoders/speechmatics.ts'
import type { Script } from '../../parity/src/script.ts'
import { toTranscript as fromAssemblyAi } from '../../providers/assemblyai/src/transcript.ts'
import { toTranscripts as fromAzureSpeech } from '../../providers/azure-speech/src/transcript.ts'
import type { RevAiTranscript } from '../../providers/rev-ai/src/payload.ts'
import { toTranscript as fromRevAi } from '../../providers/rev-ai/src/transcript.ts'
import { toTranscript as fromSmallestAi } from '../../providers/smallest-ai/src/transcript.ts'
import { fromJsonV2 as fromSpeechmatics } from '../../providers/speechmatics/src/transcript/json-v2.ts'

const wordsPerTurn = 20

/** Ten hours of two people talking: 100,000 words in turns of 20. */
function longScript(words: number): Script {
  const turns = Array.from({ length: words / wordsPerTurn }, (_, turn) => ({
    speaker: turn % 2,
    words: Array.from({ length: wordsPerTurn }, (_, index) => {
      const start = Math.round((turn * wordsPerTurn + index) * 36) / 100
      return {
        word: `word${index}`,
        mark: index % 7 === 6 ? '.' : '',
        start,
        end: start + 0.3,
        confidence: 0.9,
      }
    }),
  }))
  return { language: 'en', duration: words * 0.36, turns }
}

/** Each service's form of a script of so many words, and its reader. */
function formatsOf(words: number): readonly Format[] {
  const script = longScript(words)
  return [
    format('rev-ai', toRevAi(script), (form: RevAiTranscript) => fromRevAi(form, { isMultichannel: false })),
    format('assemblyai', toAssemblyAi('bench', script), fromAssemblyAi),
    format('azure-speech', toAzureSpeech(script), fromAzureSpeech),
    format('speechmatics', toSpeechmatics('bench', script), fromSpeechmatics),
    format('smallest-ai', toSmallestAi('bench', script), fromSmallestAi),
  ]
}

export interface Normalising {
  readonly provider: string
  readonly megabytes: number
  /** CPU milliseconds of `JSON.parse`. */
  readonly parsing: number
  /** CPU milliseconds of making our transcript of it. */
  readonly normalising: number
}

interface Format {
  readonly provider: string
  readonly body: string
  parse(): unknown
  /** Our transcript of it. */
  normalise(): unknown
  /** CPU milliseconds of reading a body that was just parsed: no reader sees one twice. */
  read(): number
}

function format<Form>(provider: string, form: unknown, read: (form: Form) => unknown): Format {
  const body = JSON.stringify(form)
  return {
    provider,
    body,
    parse: () => JSON.parse(body),
    normalise: () => read(JSON.parse(body)),
    read() {
      const parsed: Form = JSON.parse(body)
      return cpuOf(() => read(parsed))
    },
  }
}

/** What it costs to make our transcript of ten hours, beside what it costs to parse the same bytes. */
export function measureNormalising(): readonly Normalising[] {
  return formatsOf(100_000).map(({ provider, body, parse, read }) => ({
    provider,
    megabytes: body.length / 1_000_000,
    parsing: median(() => cpuOf(parse)),
    normalising: median(read),
  }))
}

/** How many hours of speech, and bytes that our transcript of a word keeps in memory. */
export interface Growth {
  readonly provider: string
  readonly bytesPerWord: readonly number[]
}

export const hours: readonly number[] = [1, 5, 10]
const wordsPerHour = 10_000

/** What our transcripts weigh: as much for each word however long they are. */
export function measureGrowth(): readonly Growth[] {
  const sizes = hours.map((hour) => hour * wordsPerHour)
  const columns = sizes.map((words) => formatsOf(words).map((one) => retainedBy(one) / words))
  return formatsOf(wordsPerTurn).map(({ provider }, index) => ({
    provider,
    bytesPerWord: columns.map((column) => column[index] ?? 0),
  }))
}

/** Bytes that are still there when all that only making it needed has been collected. */
function retainedBy({ normalise }: Format): number {
  collectGarbage()
  const before = process.memoryUsage().heapUsed
  const kept = [normalise()]
  collectGarbage()
  const after = process.memoryUsage().heapUsed
  return kept.length === 0 ? 0 : after - before
}

setFlagsFromString('--expose-gc')
const collectGarbage: () => void = runInNewContext('gc')

const runs = 9

/** Of several runs, after two that warm up. */
function median(measure: () => number): number {
  const times = Array.from({ length: runs + 2 }, measure)
  return times.slice(2).sort((one, other) => one - other)[runs >> 1] ?? 0
}

function cpuOf(work: () => unknown): number {
  const before = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}
