import { localTransport } from '@stt-webhooks/api-client/testing'
import { assemblyai } from '@stt-webhooks/assemblyai'
import { simulator as assemblyaiSimulator } from '@stt-webhooks/assemblyai/testing'
import { azureSpeech } from '@stt-webhooks/azure-speech'
import { simulator as azureSimulator } from '@stt-webhooks/azure-speech/testing'
import { createReceiver, type Provider, type Transcript } from '@stt-webhooks/core'
import { revAi } from '@stt-webhooks/rev-ai'
import { simulator as revAiSimulator } from '@stt-webhooks/rev-ai/testing'
import { smallestAi } from '@stt-webhooks/smallest-ai'
import { simulator as smallestSimulator } from '@stt-webhooks/smallest-ai/testing'
import { speechmatics } from '@stt-webhooks/speechmatics'
import { simulator as speechmaticsSimulator } from '@stt-webhooks/speechmatics/testing'
import {
  deliver,
  type FakeAnswer,
  jsonAnswer,
  type SimulatedDelivery,
  startFakeServer,
} from '@stt-webhooks/testing'
import { describe, expect, it } from 'vitest'
import { toAssemblyAi } from '../src/encoders/assemblyai.ts'
import { toAzureSpeech } from '../src/encoders/azure-speech.ts'
import { toRevAi } from '../src/encoders/rev-ai.ts'
import { toSmallestAi } from '../src/encoders/smallest-ai.ts'
import { toSpeechmatics } from '../src/encoders/speechmatics.ts'
import { createScript } from '../src/script.ts'

const script = createScript()
const secret = 's3cret'
const apiKey = 'key'
const jobId = 'job1'
const silent = { info() {}, warn() {}, error() {} }

/** What the handler of a whole receiver gets for one delivery. */
async function transcribe(provider: Provider, delivery: SimulatedDelivery): Promise<Transcript> {
  const receiver = createReceiver([provider], { logger: silent })
  const found: Transcript[] = []
  receiver.on('transcript.completed', async (_, { transcript }) => {
    found.push(await transcript())
  })
  const { outcome, reason, handlers } = await deliver(receiver, delivery)
  expect(outcome, `${reason} ${handlers.map(({ error }) => String(error)).join()}`).toBe('accepted')
  const [transcript] = found
  if (transcript === undefined) throw new Error('The handler did not run.')
  return transcript
}

/** The same through a fake API whose answers are these, by path. */
async function fetched(
  origins: readonly string[],
  answers: Readonly<Record<string, () => FakeAnswer>>,
  run: (transport: ReturnType<typeof localTransport>) => Promise<Transcript>,
): Promise<Transcript> {
  const server = await startFakeServer(({ path }) => answers[path]?.())
  try {
    return await run(localTransport(Object.fromEntries(origins.map((origin) => [origin, server.origin]))))
  } finally {
    await server.close()
  }
}

const azure = 'https://westus.api.cognitive.microsoft.com'
const blobs = 'https://files.blob.core.windows.net'

const transcripts: Readonly<Record<string, () => Promise<Transcript>>> = {
  'rev-ai': () =>
    fetched(
      ['https://api.rev.ai'],
      { [`/speechtotext/v1/jobs/${jobId}/transcript`]: () => jsonAnswer(toRevAi(script)) },
      (transport) =>
        transcribe(revAi({ secret, apiKey, transport }), revAiSimulator({ secret }).completed({ jobId })),
    ),
  assemblyai: () =>
    fetched(
      ['https://api.assemblyai.com'],
      { [`/v2/transcript/${jobId}`]: () => jsonAnswer(toAssemblyAi(jobId, script)) },
      (transport) =>
        transcribe(
          assemblyai({ secret, apiKey, transport }),
          assemblyaiSimulator({ secret }).completed({ jobId }),
        ),
    ),
  'azure-speech': () =>
    fetched(
      [azure, blobs],
      {
        [`/speechtotext/transcriptions/${jobId}`]: () =>
          jsonAnswer({ self: `${azure}/x`, status: 'Succeeded', locale: 'en', displayName: 'x' }),
        [`/speechtotext/transcriptions/${jobId}/files`]: () =>
          jsonAnswer({
            values: [
              { name: 'contenturl_0.json', kind: 'Transcription', links: { contentUrl: `${blobs}/0.json` } },
            ],
          }),
        '/0.json': () => jsonAnswer(toAzureSpeech(script)),
      },
      (transport) =>
        transcribe(
          azureSpeech({ secret, apiKey, region: 'westus', transport }),
          azureSimulator({ secret }).completed({ jobId }),
        ),
    ),
  'speechmatics, fetched': () =>
    fetched(
      ['https://eu1.asr.api.speechmatics.com'],
      { [`/v2/jobs/${jobId}/transcript`]: () => jsonAnswer(toSpeechmatics(jobId, script)) },
      (transport) =>
        transcribe(
          speechmatics({ secret, apiKey, region: 'eu1', transport }),
          speechmaticsSimulator({ secret }).simulate('success.jobinfo', { jobId }),
        ),
    ),
  'speechmatics, in the body': () =>
    transcribe(
      speechmatics({ secret }),
      speechmaticsSimulator({ secret }).completed({
        jobId,
        body: JSON.stringify(toSpeechmatics(jobId, script)),
      }),
    ),
  'smallest-ai': () =>
    transcribe(
      smallestAi({ secret }),
      smallestSimulator({ secret }).completed({ jobId, body: JSON.stringify(toSmallestAi(jobId, script)) }),
    ),
}

const words = script.turns.flatMap((turn) => turn.words.map((word) => ({ ...word, speaker: turn.speaker })))
const textOf = (turns: typeof script.turns) =>
  turns.map((turn) => turn.words.map(({ word, mark }) => word + mark).join(' ')).join(' ')

describe.each(Object.entries(transcripts))('one script as %s', (_, transcribed) => {
  it('is the same text, the same words within 10 ms, the same speakers and turns', async () => {
    const transcript = await transcribed()
    expect(transcript.text.replaceAll(/\s+/g, ' ').trim()).toBe(textOf(script.turns))
    expect(transcript.words.map(({ text }) => text)).toEqual(words.map(({ word, mark }) => word + mark))
    for (const [index, { start, end }] of transcript.words.entries()) {
      expect(Math.abs(start - (words[index]?.start ?? 0))).toBeLessThanOrEqual(0.01)
      expect(Math.abs(end - (words[index]?.end ?? 0))).toBeLessThanOrEqual(0.01)
    }
    expect(renumbered(transcript.words.map(({ speaker }) => speaker))).toEqual(
      words.map(({ speaker }) => speaker),
    )
    expect(merged(transcript)).toEqual(expectedTurns())
    expect(transcript.speakers).toHaveLength(2)
    expect(transcript.language).toMatch(/^en/)
  })
})

/** Speakers by order of appearance: services name them as they like. */
function renumbered(speakers: readonly (string | undefined)[]): number[] {
  const order = [...new Set(speakers)]
  return speakers.map((speaker) => order.indexOf(speaker))
}

/** Services cut turns where they like; neighbours of one speaker are one. */
function merged({ utterances }: Transcript): { speaker: number; text: string }[] {
  const speakers = renumbered(utterances.map(({ speaker }) => speaker))
  return joinNeighbours(utterances.map(({ text }, index) => ({ speaker: speakers[index] ?? -1, text })))
}

function expectedTurns(): { speaker: number; text: string }[] {
  return joinNeighbours(script.turns.map((turn) => ({ speaker: turn.speaker, text: textOf([turn]) })))
}

function joinNeighbours(
  turns: readonly { speaker: number; text: string }[],
): { speaker: number; text: string }[] {
  const joined: { speaker: number; text: string }[] = []
  for (const turn of turns) {
    const last = joined.at(-1)
    if (last?.speaker === turn.speaker) last.text += ` ${turn.text.trim()}`
    else joined.push({ ...turn, text: turn.text.trim() })
  }
  return joined
}
