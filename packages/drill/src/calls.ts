import type { AnyEvent, EventSource } from '@stt-webhooks/core'
import type { JobAtService, ProviderName } from './job.ts'

/** What the drill asks of the server's process, in plain data. */
export interface Calls {
  /** From now on this is what the services know of these jobs. */
  put(jobs: readonly JobAtService[]): Promise<void>
  /** Begins to work and to listen; resolves to the origin. */
  start(): Promise<string>
  expect(jobs: readonly ExpectCall[]): Promise<void>
  /** Milliseconds by which the server's clock is ahead of the real one. */
  setAhead(ms: number): Promise<void>
  /** Resolves to what interrupted it, if anything did. */
  sweep(provider: ProviderName): Promise<string | undefined>
  /** Resolves when nothing is in flight and nothing is due. */
  idle(): Promise<void>
  ends(): Promise<readonly StoredEnd[]>
}

export interface ExpectCall {
  readonly endpoint: ProviderName
  readonly reference: string
  readonly jobId?: string | undefined
}

/** An event of the inbox that tells what became of a job. */
export interface StoredEnd {
  readonly id: string
  readonly type: AnyEvent['type']
  readonly source: EventSource
  readonly endpoint: string
  readonly jobId: string | undefined
  /** Of overdue jobs. */
  readonly reference: string | undefined
  readonly isLost: boolean
}

/** From the drill to the server. */
export interface Question {
  readonly number: number
  readonly name: keyof Calls
  readonly parameters: readonly unknown[]
}

/** From the server to the drill. The first one answers no question: it says that the server can be asked. */
export interface Answer {
  readonly number: number
  readonly result?: unknown
  readonly error?: string
}

/** What the server's process is started with: JSON in the environment. */
export interface ServerSettings {
  readonly inboxFile: string
  /** Each handler writes a line into it for each event. */
  readonly handledFile: string
  readonly aheadMs: number
}

export const readyNumber = 0

export const settingsVariable = 'DRILL_SERVER'
