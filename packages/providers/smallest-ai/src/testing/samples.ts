import { isRecord, type JsonRecord, stringAt } from '@stt-webhooks/core/provider'
import { type FakeAnswer, type Fixture, jsonAnswer } from '@stt-webhooks/testing'

/** What Smallest.ai itself answers when something is wrong, by its status. */
const errors = {
  400: '400_unified',
  401: '401_bad_key',
  413: '413_unified',
  429: '429_unified',
  500: '500',
} as const

export type ErrorStatus = keyof typeof errors

/** The bodies of the documentation that the fake answers with. */
export interface Samples {
  /** An entry of the log of requests. */
  readonly request: JsonRecord
  /** An entry of the log of deliveries. */
  readonly delivery: JsonRecord
  /** The answer to a submission, and the id in it. */
  readonly accepted: JsonRecord
  readonly acceptedId: string
  readonly noKey: FakeAnswer
  error(status: ErrorStatus): FakeAnswer
}

export function samplesOf(fixtures: readonly Fixture[]): Samples {
  const files = new Map(fixtures.map(({ file, bytes }) => [file, new TextDecoder().decode(bytes)]))
  const parse = (file: string): JsonRecord => recordOf(JSON.parse(files.get(file) ?? 'null'), file)
  const firstOf = (file: string): JsonRecord => {
    const { data } = parse(file)
    return recordOf(Array.isArray(data) ? data[0] : undefined, file)
  }
  const accepted = parse('response-async-accepted.json')
  const bodies = parse('rest-errors.json')
  return {
    request: firstOf('analytics-asr-logs-page.json'),
    delivery: firstOf('analytics-webhook-logs-page.json'),
    accepted,
    acceptedId: stringAt(accepted, 'request_id') ?? '',
    noKey: jsonAnswer(bodies['401_no_header'], 401),
    error: (status) => jsonAnswer(bodies[errors[status]], status),
  }
}

function recordOf(value: unknown, file: string): JsonRecord {
  if (isRecord(value)) return value
  throw new TypeError(`${file} is not the sample that it was.`)
}
