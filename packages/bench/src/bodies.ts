import { Buffer } from 'node:buffer'
import { createHash } from 'node:crypto'

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
  /** How many different bodies are sent in turn: more than a receiver remembers, so that each delivery takes the whole way. */
  readonly count: number
  readonly connections: number
}

export const bodyNames = ['400B', '1KB', '77KB', '1MB'] as const
export type BodyName = (typeof bodyNames)[number]

export const bodyKinds: Readonly<Record<BodyName, BodyKind>> = {
  '400B': { label: '400 B', bytes: 400, count: 250_000, connections: 50 },
  '1KB': { label: '1 KB', bytes: 1_024, count: 250_000, connections: 50 },
  '77KB': { label: '77 KB', bytes: 78_848, count: 100_000, connections: 50 },
  '1MB': { label: '1 MB', bytes: 1_048_576, count: 20_000, connections: 10 },
}

export function isBody(name: string): name is BodyName {
  return Object.hasOwn(bodyKinds, name)
}

/** Completion notices of Azure Speech v3.1, each of its own job, padded to a size. They differ only in the end, so that none is kept. */
export interface Notices {
  readonly head: Buffer
  /** What follows the head. */
  tail(index: number): string
  /** HMAC-SHA256 in base64 over head and tail. */
  signature(index: number): string
  body(index: number): SignedBody
}

export function noticesOf({ bytes }: Pick<BodyKind, 'bytes'>): Notices {
  const head = headOf(bytes)
  const sign = signer(head)
  const signature = (index: number) => sign(tail(index))
  return {
    head,
    tail,
    signature,
    body: (index) => ({
      bytes: Buffer.concat([head, Buffer.from(tail(index))]),
      headers: {
        'content-type': 'application/json',
        'x-microsoftspeechservices-event': 'TranscriptionCompletion',
        [signatureHeader]: signature(index),
      },
    }),
  }
}

/** What the service calls the job. */
export function jobIdOf(index: number): string {
  return `637d9333-6559-47a6-b8de-${index.toString(16).padStart(12, '0')}`
}

function tail(index: number): string {
  return `${jobIdOf(index)}"}`
}

/** The hash of what all begin with is made once: else to sign what is large would take longer than to receive it. */
function signer(head: Buffer): (tail: string) => string {
  const key = Buffer.alloc(64)
  key.write(secret)
  const inner = createHash('sha256')
    .update(key.map((byte) => byte ^ 0x36))
    .update(head)
  const outer = createHash('sha256').update(key.map((byte) => byte ^ 0x5c))
  return (end) => outer.copy().update(inner.copy().update(end).digest()).digest('base64')
}

function headOf(size: number): Buffer {
  const words = wordsFor(size)
  const body = {
    invocationId: '637d9333-6559-47a6-b8de-ab39b50e4d32',
    ...(words.length > 0 ? { words } : {}),
    padding: '',
    self: 'https://eastus.api.cognitive.microsoft.com/speechtotext/v3.1/transcriptions/',
  }
  const missing = size - Buffer.byteLength(JSON.stringify(body)) - jobIdOf(0).length
  const whole = JSON.stringify({ ...body, padding: 'x'.repeat(missing) })
  return Buffer.from(whole.slice(0, -'"}'.length))
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
