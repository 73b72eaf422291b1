import { type FakeAnswer, jsonAnswer } from '@stt-webhooks/testing'
import type { AzureSpeechApiVersion, AzureSpeechJob } from '../index.ts'
import { type Filter, parseFilter } from './fake-filter.ts'
import { pageOf } from './fake-page.ts'

export interface FakeList {
  /** `undefined` for a filter that is none. */
  answer(address: URL, version: AzureSpeechApiVersion): FakeAnswer | undefined
  /** The jobs are others than before. */
  forget(): void
}

/** The list of all transcriptions, in the order in which they were added: the service documents none. */
export function createFakeList(
  pageSize: number,
  entities: (version: AzureSpeechApiVersion) => readonly AzureSpeechJob[],
): FakeList {
  // Page after page asks for the same jobs, of which there may be many.
  const matches = new Map<string, readonly AzureSpeechJob[]>()

  return {
    answer(address, version) {
      // v3.0 documents no filter.
      const text = version === 'v3.0' ? null : address.searchParams.get('filter')
      const key = `${version} ${text}`
      const found = matches.get(key) ?? matching(text, () => entities(version))
      if (found === undefined) return undefined
      matches.set(key, found)
      return jsonAnswer(pageOf(found, (entity) => entity, address, pageSize))
    },
    forget: () => matches.clear(),
  }
}

function matching(
  text: string | null,
  entities: () => readonly AzureSpeechJob[],
): readonly AzureSpeechJob[] | undefined {
  if (text === null) return entities()
  const filter = filterOf(text)
  return filter && entities().filter(filter)
}

function filterOf(text: string): Filter | undefined {
  try {
    return parseFilter(text)
  } catch {
    return undefined
  }
}
