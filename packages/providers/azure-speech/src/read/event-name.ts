import type { Delivery, Phase } from '@stt-webhooks/core/provider'

/** Where versions from v3.0 on name the event, and nowhere else. */
export const eventHeader = 'x-microsoftspeechservices-event'

/**
 * Which event it is: only this header tells. In lower case, because the documentation writes `transcriptionCompletion` and the
 * receivers that run against the service compare `TranscriptionCompletion`.
 * @see https://learn.microsoft.com/en-us/rest/api/speechtotext/web-hooks/create
 */
export function eventNameOf(delivery: Delivery): string | undefined {
  const name = delivery.header(eventHeader)?.toLowerCase()
  return name === '' ? undefined : name
}

export type NoticeProduct = 'dataset' | 'model' | 'evaluation' | 'transcription' | 'endpoint'

const noticeProducts: readonly NoticeProduct[] = [
  'dataset',
  'model',
  'evaluation',
  'transcription',
  'endpoint',
]

const noticePhases: Readonly<Record<string, Phase>> = {
  creation: 'created',
  processing: 'processing',
  completion: 'ended',
  deletion: 'deleted',
}

/** What a name of v3.0 or later is made of; undefined for any other. */
export function noticeKindOf(
  name: string,
): { readonly product: NoticeProduct; readonly phase: Phase } | undefined {
  const product = noticeProducts.find((one) => name.startsWith(one))
  if (product === undefined) return undefined
  const phase = lookUp(noticePhases, name.slice(product.length))
  return phase && { product, phase }
}

export type EntityProduct = NoticeProduct | 'endpoint-data'

const entityProducts: Readonly<Record<string, EntityProduct>> = {
  transcriptioncompletion: 'transcription',
  dataimportcompletion: 'dataset',
  modeladaptationcompletion: 'model',
  accuracytestcompletion: 'evaluation',
  endpointdeploymentcompletion: 'endpoint',
  endpointdatacollectioncompletion: 'endpoint-data',
}

/** What a name of v2.1 is about; undefined for any other. */
export function entityProductOf(name: string): EntityProduct | undefined {
  return lookUp(entityProducts, name)
}

function lookUp<T>(table: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined
}
