import { Buffer } from 'node:buffer'
import { createHmac } from 'node:crypto'

/** Where every server listens. */
export const path = '/webhooks/stt/azure-speech'
export const secret = 'bench-secret-0123456789abcdef'
export const signatureHeader = 'x-microsoftspeechservices-signature'

export interface SignedBody {
  readonly bytes: Buffer
  readonly headers: Readonly<Record<string, string>>
}

export interface BodyKind {
  readonly label: string
  readonly bytes: number
  /** How many different bodies are sent in turn. */
  readonly count: number
  readonly connections: number
}

export const bodyNames = ['small', 'large'] as const
export type BodyName = (typeof bodyNames)[number]

export const bodyKinds: Readonly<Record<BodyName, BodyKind>> = {
  small: { label: '400 B', bytes: 400, count: 40_000, connections: 50 },
  large: { label: '1 MB', bytes: 1_048_576, count: 80, connections: 10 },
}

/** Before a body comes again, so many others have passed that the receiver has forgotten it: each delivery takes the whole way. */
export function remembered({ count }: BodyKind): number {
  return count / 4
}

/** Completion notices of Azure Speech v3.1, each of its own job, padded to the size, with the headers that sign them. */
export function signedBodies({ bytes, count }: BodyKind): SignedBody[] {
  return Array.from({ length: count }, (_, index) => signed(notice(index, bytes)))
}

function signed(bytes: Buffer): SignedBody {
  return {
    bytes,
    headers: {
      'content-type': 'application/json',
      'x-microsoftspeechservices-event': 'TranscriptionCompletion',
      [signatureHeader]: createHmac('sha256', secret).update(bytes).digest('base64'),
    },
  }
}

function notice(index: number, size: number): Buffer {
  const id = `637d9333-6559-47a6-b8de-${index.toString(16).padStart(12, '0')}`
  const words = wordsFor(size)
  const body = {
    self: `https://eastus.api.cognitive.microsoft.com/speechtotext/v3.1/transcriptions/${id}`,
    invocationId: id,
    ...(words.length > 0 ? { words } : {}),
    padding: '',
  }
  const missing = size - Buffer.byteLength(JSON.stringify(body))
  return Buffer.from(JSON.stringify({ ...body, padding: 'x'.repeat(missing) }))
}

interface Word {
  readonly text: string
  readonly start: number
  readonly end: number
  readonly confidence: number
}

const vocabulary = 'hello the transcript speech über naïve quarterly report and then'.split(' ')
/** At most. */
const bytesOfWord = 75

/** A large body must be as much work to parse as a transcript is, and not one long text. */
function wordsFor(size: number): Word[] {
  const count = Math.floor((size - 1_000) / bytesOfWord)
  return Array.from({ length: Math.max(0, count) }, (_, index) => ({
    text: vocabulary[index % vocabulary.length] ?? '',
    start: Math.round(index * 37) / 100,
    end: Math.round(index * 37 + 31) / 100,
    confidence: (80 + (index % 20)) / 100,
  }))
}
