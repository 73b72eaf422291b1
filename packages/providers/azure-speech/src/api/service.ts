import { type ApiAnswer, type ApiClient, path } from '@stt-webhooks/api-client'
import { isRecord, stringAt } from '@stt-webhooks/core/provider'
import type { AzureSpeechFile } from '../payload.ts'
import type { NoticeProduct } from '../read/event-name.ts'
import type { Address } from './address.ts'
import { collectionOf } from './collections.ts'
import { pages } from './pages.ts'
import { unexpected } from './unexpected.ts'

/** What is asked of Azure Speech. Every URL is built from the configured address and an id, never taken from `self` or `links`. */
export interface Service {
  job(product: NoticeProduct, jobId: string, options: JobOptions): Promise<unknown>
  /** All transcriptions, page by page. The filter is left out where the API version has none. */
  transcriptions(filter: string, signal: AbortSignal): AsyncIterable<readonly unknown[]>
  /** All files of a transcription, in the service's order. */
  files(jobId: string, signal: AbortSignal): Promise<readonly AzureSpeechFile[]>
  /** What is in a file. The key is not sent. */
  content(file: AzureSpeechFile, signal: AbortSignal): Promise<unknown>
  /** All web hooks of the resource, page by page. */
  hooks(signal?: AbortSignal): AsyncIterable<readonly unknown[]>
  /** Whatever is changed must do no harm when it is done twice. */
  updateHook(id: string, changes: object, signal: AbortSignal): Promise<unknown>
}

interface JobOptions {
  readonly signal: AbortSignal
  readonly isNotReady?: (answer: ApiAnswer) => boolean
}

/** Entries in a page. The most that the service gives is not documented; files come a hundred at a time. */
const top = '100'

/** What belongs to the resource may be empty, but it is not gone. */
const isGone = () => false

export function createService(client: ApiClient, { query, filters }: Address): Service {
  return {
    job: (product, jobId, options) =>
      client.json(path`/${collectionOf(product)}/${jobId}`, { ...options, query }),
    transcriptions: (filter, signal) =>
      pages({
        list: 'The list of transcriptions',
        // Ten million jobs.
        mostPages: 100_000,
        ask: (position) =>
          client.json(path`/transcriptions`, {
            signal,
            isGone,
            query: { top, ...position, ...(filters && { filter }), ...query },
          }),
      }),
    async files(jobId, signal) {
      const list = pages({
        list: `The list of files of job ${jobId}`,
        // A job has 1,000 audio files at most.
        mostPages: 1_000,
        ask: (position) =>
          client.json(path`/transcriptions/${jobId}/files`, { signal, query: { ...position, ...query } }),
      })
      const files: AzureSpeechFile[] = []
      for await (const values of list) files.push(...filesIn(values, jobId))
      return files
    },
    content: ({ links }, signal) => client.follow(links.contentUrl).json({ signal }),
    hooks: (signal) =>
      pages({
        list: 'The list of web hooks',
        mostPages: 1_000,
        ask: (position) =>
          client.json(path`/webhooks`, { signal, isGone, query: { top, ...position, ...query } }),
      }),
    updateHook: (id, body, signal) =>
      client.send('PATCH', path`/webhooks/${id}`, { signal, query, body, isRepeatable: true }),
  }
}

function filesIn(values: readonly unknown[], jobId: string): readonly AzureSpeechFile[] {
  if (values.every(isFile)) return values
  throw unexpected(`A file of job ${jobId} has no kind or no content.`)
}

function isFile(value: unknown): value is AzureSpeechFile {
  if (!isRecord(value) || stringAt(value, 'kind') === undefined) return false
  const { links } = value
  return isRecord(links) && stringAt(links, 'contentUrl') !== undefined
}
