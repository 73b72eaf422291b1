import { type ApiAnswer, type ApiClient, path } from '@stt-webhooks/api-client'
import { isRecord, stringAt, WebhookError } from '@stt-webhooks/core/provider'
import type { AzureSpeechFile } from '../payload.ts'
import type { NoticeProduct } from '../read/event-name.ts'
import type { Address } from './address.ts'
import { collectionOf } from './collections.ts'

/** What is asked of Azure Speech. Every URL is built from the configured address and an id, never taken from `self` or `links`. */
export interface Service {
  job(product: NoticeProduct, jobId: string, options: JobOptions): Promise<unknown>
  /** All files of a transcription, in the service's order. */
  files(jobId: string, signal: AbortSignal): Promise<readonly AzureSpeechFile[]>
  /** What is in a file. The key is not sent. */
  content(file: AzureSpeechFile, signal: AbortSignal): Promise<unknown>
}

interface JobOptions {
  readonly signal: AbortSignal
  readonly isNotReady?: (answer: ApiAnswer) => boolean
}

/** A job has 1,000 audio files at most, in pages of 100; this only ends a list that never ends. */
const mostPages = 1_000

export function createService(client: ApiClient, { query }: Address): Service {
  async function* pages(jobId: string, signal: AbortSignal): AsyncGenerator<unknown> {
    let position: Readonly<Record<string, string>> | undefined = {}
    for (let count = 0; position !== undefined; count++) {
      if (count === mostPages) throw unexpected(`The list of files of job ${jobId} does not end.`)
      const page: unknown = await client.json(path`/transcriptions/${jobId}/files`, {
        signal,
        query: { ...position, ...query },
      })
      yield page
      position = positionOfNext(page)
    }
  }

  return {
    job: (product, jobId, options) =>
      client.json(path`/${collectionOf(product)}/${jobId}`, { ...options, query }),
    async files(jobId, signal) {
      const files: AzureSpeechFile[] = []
      for await (const page of pages(jobId, signal)) files.push(...filesOf(page, jobId))
      return files
    },
    content: ({ links }, signal) => client.follow(links.contentUrl).json({ signal }),
  }
}

/**
 * The key must not go where an answer leads: of the link to the next page only the parameters are taken. A resource with a name of its own
 * may get links to the host of its region, so a foreign host is nothing to complain of.
 */
function positionOfNext(page: unknown): Readonly<Record<string, string>> | undefined {
  const link = isRecord(page) ? stringAt(page, '@nextLink') : undefined
  if (link === undefined) return undefined
  if (!URL.canParse(link)) throw unexpected('The link to the next files is no URL.')
  return Object.fromEntries(new URL(link).searchParams)
}

function filesOf(page: unknown, jobId: string): readonly AzureSpeechFile[] {
  const values: unknown = isRecord(page) ? page['values'] : undefined
  if (Array.isArray(values) && values.every(isFile)) return values
  throw unexpected(`The files of job ${jobId} are no list, or one has no kind or no content.`)
}

function isFile(value: unknown): value is AzureSpeechFile {
  if (!isRecord(value) || stringAt(value, 'kind') === undefined) return false
  const { links } = value
  return isRecord(links) && stringAt(links, 'contentUrl') !== undefined
}

function unexpected(what: string): WebhookError {
  return new WebhookError('api_answer', `${what} Check whether the API of Azure Speech has changed.`, {
    provider: 'azure-speech',
  })
}
